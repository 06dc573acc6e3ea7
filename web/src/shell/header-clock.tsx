import { useNow } from '../state/clock.ts';
import { usePreferences } from '../state/preferences.ts';
import { clockLocal, clockUtc, dayUtc } from '../words/time.ts';
import styles from './header-clock.module.css';

/** The server's time: UTC always, this machine's local time beside it where that is wanted. */
export function HeaderClock() {
  const now = useNow();
  const { localTime } = usePreferences();
  return (
    <time className={styles.clock} dateTime={new Date(now).toISOString()} title={`${dayUtc(now)}, time of the server`}>
      {clockUtc(now)} <small>UTC</small>
      {localTime && (
        <span className={styles.local}>
          {clockLocal(now)} <small>local</small>
        </span>
      )}
    </time>
  );
}
