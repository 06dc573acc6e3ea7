import { join } from 'node:path';
import { inScope } from '../kit/scope.ts';
import type { Sample } from '../model/sample.ts';
import { logDays } from '../packet/log-days.ts';
import { comparePositions } from '../packet/position.ts';
import { columnsOf } from '../store/columns.ts';
import { named, openDuck, quoted } from '../store/duck.ts';
import { toSamples } from '../store/read/read-rows.ts';
import { relation, standsBefore } from '../store/read/relation.ts';
import { columnsIn, takeSnapshot } from '../store/read/stream-snapshot.ts';
import { instrumentsIn, mustBeOneOf, streamsIn } from '../store/stored-parts.ts';
import { reachingInto } from './reaching-into.ts';
import { type BytesOfLog, before } from './samples-of-bytes.ts';

export interface StoredAtOptions extends BytesOfLog {
  /** The data folder. */
  readonly data: string;
  readonly instrument: string;
  /** Whose log it is, where the instrument has several. */
  readonly link?: string | undefined;
}

/** The stored samples, of all streams, that have bytes in a stretch of a log, in the order of the log. */
export async function storedAt({ data, instrument, link, dir, from, to }: StoredAtOptions): Promise<Sample[]> {
  mustBeOneOf('instrument with samples', instrument, await instrumentsIn(data));
  const start = await before(dir, from, await logDays(dir));
  const where = [
    `NOT ${standsBefore(start)}`,
    standsBefore(to),
    `log_link IS NOT DISTINCT FROM ${link === undefined ? 'NULL' : quoted(link)}`,
  ].join(' AND ');
  const found: Sample[] = [];
  await inScope(async (use) => {
    const duck = use(await openDuck());
    const connection = use(await duck.connect());
    for (const stream of await streamsIn(join(data, instrument))) {
      const snapshot = await takeSnapshot(connection, { data }, instrument, stream);
      const { fields, flags } = await columnsIn(connection, snapshot, snapshot.days);
      const shape = { instrument, stream, fields, flags: Object.keys(flags) };
      const columns = columnsOf(shape);
      const files = snapshot.days.flatMap((day) => day.files);
      const names = columns.map(({ name }) => named(name)).join(', ');
      const result = await connection.stream(`SELECT ${names} FROM ${relation({ files }, columns)} WHERE ${where}`);
      for await (const chunk of result) found.push(...toSamples(chunk, result.columnNames(), shape));
    }
  });
  const sorted = found.sort((a, b) => (a.log && b.log ? comparePositions(a.log, b.log) : 0));
  return reachingInto(dir, sorted, from);
}
