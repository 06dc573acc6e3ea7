import { Link } from 'wouter';
import css from './terminal.module.css';
import type { Standing } from './use-direct.ts';

interface Props {
  readonly id: string;
  readonly standing: Standing;
  readonly hindrance: string | undefined;
  readonly isPossible: boolean;
  readonly state: string;
}

/** What opening it means, or how it ended. */
export function BeforeAndAfter({ id, standing, hindrance, isPossible, state }: Props) {
  if (standing.is !== 'closed') return null;
  return (
    <>
      {standing.reason !== undefined && (
        <p className={css.over} role="status">
          The terminal is closed: {standing.reason}. The driver finds out where the instrument stands and brings back
          the parameters that are kept over direct access.{' '}
          <Link href={`/i/${id}/events?from=${standing.began}`}>What happened in this session</Link>
        </p>
      )}
      {hindrance !== undefined && <p className={css.over}>{hindrance}</p>}
      {hindrance === undefined && !isPossible && (
        <p className={css.over}>Not possible while the instrument is in state {state}.</p>
      )}
      <p className={css.soft}>
        What you type goes to the instrument as it is. Every byte is kept in the log, and who typed it in the events.
        When you leave, or the connection is lost, the parameters are brought back to what they were.
      </p>
    </>
  );
}
