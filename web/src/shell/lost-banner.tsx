import { connection } from '../api/connection.ts';
import { useNow } from '../state/clock.ts';
import { useStore } from '../state/store.ts';
import { Icon } from '../ui/icon.tsx';
import { ageWords } from '../words/age.ts';
import { momentUtc } from '../words/time.ts';
import styles from './lost-banner.module.css';

/** Says that the server is not heard, and since when: what stands below is of then. */
export function LostBanner() {
  const { since } = useStore(connection);
  useNow();
  return (
    <div className={styles.banner}>
      <Icon name="trouble" />
      <p>
        <strong role="alert">The server is not heard.</strong> What is shown is of {momentUtc(since)},{' '}
        {ageWords(Date.now() - since)} ago. The page tries again by itself.
      </p>
    </div>
  );
}
