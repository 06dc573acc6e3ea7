import { memo } from 'react';
import { Link } from 'wouter';
import { serverNow } from '../../state/clock.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { momentUtc, shortUtc, timesShort } from '../../words/time.ts';
import { valueWords } from '../../words/value.ts';
import type { EventItem } from './event-filter.ts';
import styles from './event-row.module.css';

const ICONS = { info: undefined, warning: 'warning', error: 'alarm' } as const satisfies Record<
  string,
  IconName | undefined
>;

/** One event on a line; opened, all that it holds. */
export const EventRow = memo(function EventRow({
  event,
  ofOne,
}: {
  readonly event: EventItem;
  readonly ofOne: boolean;
}) {
  const { time, instrument, type, level, by, text, count, until, log, details } = event;
  const icon = ICONS[level];
  return (
    <li className={styles.event} data-level={level}>
      <details>
        <summary className={ofOne ? styles.lineOfOne : styles.line}>
          <time dateTime={time} title={momentUtc(time)}>
            {shortUtc(time, serverNow())}
          </time>
          <span className={styles.level}>{icon !== undefined && <Icon name={icon} label={level} />}</span>
          {!ofOne && <span className={styles.instrument}>{instrument}</span>}
          <span className={styles.text}>
            {timesShort(text, serverNow())}
            {count !== undefined && count > 1 && <small> ({count} alike)</small>}
          </span>
          <span className={styles.by} title={`done by ${by}`}>
            {by}
          </span>
        </summary>
        <dl className={styles.details}>
          <Detail name="time">{time}</Detail>
          {until !== undefined && <Detail name="until">{until}</Detail>}
          <Detail name="type">{type}</Detail>
          <Detail name="by">{by}</Detail>
          {Object.entries(details).map(([name, value]) => (
            <Detail key={name} name={name}>
              {valueWords(value)}
            </Detail>
          ))}
        </dl>
        {instrument !== 'system' && (
          <p className={styles.links}>
            <Link href={`/i/${instrument}`}>{instrument}</Link>
            <Link href={`/i/${instrument}/transcript?at=${time}${log?.link === undefined ? '' : `&link=${log.link}`}`}>
              What went over the line then
            </Link>
          </p>
        )}
      </details>
    </li>
  );
});

function Detail({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
