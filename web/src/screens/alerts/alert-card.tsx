import { Link } from 'wouter';
import type { Alert } from '../../../../src/model/api/alert.ts';
import { isUnanswered } from '../../../../src/model/api/alert-state.ts';
import { serverNow } from '../../state/clock.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useNeeds } from '../../ui/needs-role.ts';
import { momentUtc, timesShort } from '../../words/time.ts';
import styles from './alert-card.module.css';
import type { Asking } from './alert-dialog.tsx';
import { momentOf } from './moment.ts';
import type { Answer } from './use-answer.ts';

interface AlertCardProps {
  readonly alert: Alert;
  readonly busy: boolean;
  readonly answer: Answer;
  readonly ask: (asking: Asking) => void;
}

/** One alert: what is the matter, since when, what was said to it, and what can be. */
export function AlertCard({ alert, busy, answer, ask }: AlertCardProps) {
  const { id, instrument, level, text, active, raised, returned, count, kind, subject } = alert;
  const waiting = isUnanswered(alert);
  return (
    <li id={id} data-alert tabIndex={-1} className={styles.card} aria-busy={busy}>
      <p className={`${styles.level} ${styles[level]} ${waiting ? styles.waiting : ''}`}>
        <Icon name={level} /> {level}
      </p>
      <div className={styles.said}>
        <p className={styles.text}>
          {instrument !== undefined && (
            <Link href={`/i/${instrument}`} className={styles.instrument}>
              {instrument}
            </Link>
          )}{' '}
          {timesShort(text, serverNow())}
        </p>
        <p className={styles.about}>
          {active ? 'since' : 'was so from'} {momentUtc(raised)} (<Age of={raised} after="ago" />)
          {!active && returned !== undefined && <>, over since {momentUtc(returned)}</>}
          {count > 1 && <>, {count} times</>} ·{' '}
          <span title="what is watched">
            {kind.replaceAll('_', ' ')}: {subject}
          </span>
          {instrument !== undefined && (
            <>
              {' '}
              · <Link href={momentOf(alert)}>see the moment</Link>
            </>
          )}
        </p>
        <Told alert={alert} />
      </div>
      <Actions alert={alert} busy={busy} answer={answer} ask={ask} />
    </li>
  );
}

/** What people have said to it. */
function Told({ alert: { acknowledged, shelved, comments } }: { readonly alert: Alert }) {
  const lines = [
    ...(acknowledged === undefined ? [] : [{ ...acknowledged, what: 'acknowledged' }]),
    ...(shelved === undefined ? [] : [{ ...shelved, what: `shelved until ${momentUtc(shelved.until)}` }]),
    ...comments.map((comment) => ({ ...comment, what: 'said' })),
  ];
  if (lines.length === 0) return null;
  return (
    <ul className={styles.told}>
      {lines.map(({ by, at, what, comment }) => (
        <li key={`${what} ${at}`}>
          <strong>{by}</strong> {what}
          {comment !== undefined && comment !== '' && <>: “{comment}”</>} <Age of={at} after="ago" />
        </li>
      ))}
    </ul>
  );
}

function Actions({ alert, busy, answer, ask }: AlertCardProps) {
  const needs = useNeeds('operator');
  const { acknowledged, shelved } = alert;
  return (
    <div className={styles.actions}>
      {acknowledged === undefined && (
        <Button busy={busy} {...needs} onClick={() => void answer(alert, 'acknowledge', {})}>
          Acknowledge
        </Button>
      )}
      {shelved === undefined ? (
        <Button look="quiet" busy={busy} {...needs} onClick={() => ask({ alert, request: 'shelve' })}>
          Shelve…
        </Button>
      ) : (
        <Button busy={busy} {...needs} onClick={() => void answer(alert, 'unshelve', {})}>
          Take off the shelf
        </Button>
      )}
      <Button look="quiet" busy={busy} {...needs} onClick={() => ask({ alert, request: 'comment' })}>
        Comment…
      </Button>
      <Button look="quiet" busy={busy} {...needs} onClick={() => ask({ alert, request: 'clear' })}>
        Clear…
      </Button>
    </div>
  );
}
