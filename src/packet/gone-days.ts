import { ParameterError } from '../kit/errors.ts';
import { type Archived, readArchived } from './archived.ts';
import { type DayEntry, isHere } from './log-days.ts';
import { formatPosition, type Position } from './position.ts';

/** A day whose bytes are only in the archive. */
export interface GoneDay {
  readonly day: string;
  readonly archived: Archived | undefined;
}

/** Bytes were asked for that are not here any more: they are in the archive. Says where, and what the oldest position is that can be read. */
export class ArchivedLogError extends ParameterError {
  readonly days: readonly GoneDay[];
  /** Where the reading can go on. */
  readonly next: Position;
  constructor(from: Position, dir: string, days: readonly GoneDay[], next: Position) {
    const places = Map.groupBy(days, ({ archived }) => archived?.where ?? 'a place that its marker does not tell');
    const lists = [...places].map(([where, own]) => `${own.map(({ day }) => day).join(', ')} in ${where}`);
    super(
      `position ${formatPosition(from)}: the log is not here any more, it was archived: ${lists.join('; ')}; copy the files back to ${dir} to read them, or begin at ${formatPosition(next)}`,
    );
    this.days = days;
    this.next = next;
  }
}

/** Rejects where bytes between these places are not here any more. */
export async function demandPresent(
  dir: string,
  known: readonly DayEntry[],
  from: Position,
  until: Position | undefined,
): Promise<void> {
  const away = known.filter((entry) => !isHere(entry) && entry.day >= from.day && !(until && entry.day > until.day));
  const days = await Promise.all(away.map(async ({ day }) => ({ day, archived: await readArchived(dir, day) })));
  const gone = days.filter(
    ({ day, archived }) => day > from.day || from.offset < (archived?.bytes ?? Number.POSITIVE_INFINITY),
  );
  const last = gone.at(-1);
  if (last === undefined) return;
  const next = known.find((entry) => isHere(entry) && entry.day > last.day)?.day;
  throw new ArchivedLogError(
    from,
    dir,
    gone,
    next === undefined ? { day: last.day, offset: last.archived?.bytes ?? 0 } : { day: next, offset: 0 },
  );
}
