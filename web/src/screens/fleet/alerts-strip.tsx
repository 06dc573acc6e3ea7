import { Link } from 'wouter';
import { isUnanswered } from '../../../../src/model/api/alert-state.ts';
import { useAlerts } from '../../state/alerts.ts';
import { serverNow } from '../../state/clock.ts';
import { Age } from '../../ui/age.tsx';
import { Icon } from '../../ui/icon.tsx';
import { byUrgency } from '../../words/alert-lists.ts';
import { timesShort } from '../../words/time.ts';
import styles from './alerts-strip.module.css';

const MOST = 3;

/** What wants to be answered, the most urgent first; nothing where nothing does. */
export function AlertsStrip() {
  const { items } = useAlerts();
  const waiting = [...items.values()].filter(isUnanswered).sort(byUrgency);
  if (waiting.length === 0) return null;
  return (
    <section className={styles.strip} aria-label="Alerts to be answered">
      <ul>
        {waiting.slice(0, MOST).map(({ id, instrument, level, text, raised }) => (
          <li key={id}>
            <Link href={`/alerts#${id}`} className={styles.alert}>
              <span className={styles[level]}>
                <Icon name={level} /> {level}
              </span>
              <span className={styles.text}>
                {instrument !== undefined && <strong>{instrument}: </strong>}
                {timesShort(text, serverNow())}
              </span>
              <Age of={raised} />
            </Link>
          </li>
        ))}
      </ul>
      {waiting.length > MOST && (
        <Link href="/alerts" className={styles.more}>
          {waiting.length - MOST} more
        </Link>
      )}
    </section>
  );
}
