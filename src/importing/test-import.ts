// An import into a folder of its own, of files that a test writes; samples are not refined.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Instrument } from '../definition/instrument.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { logDays, logPath } from '../packet/log-days.ts';
import { unrefined } from '../refine/test-unrefined.ts';
import { streamFacts } from '../store/stream-facts.ts';
import { testDuck } from '../store/test-duck.ts';
import { type ImportReport, importFiles } from './import-files.ts';
import { importLog } from './import-log.ts';
import { importSamples } from './import-samples.ts';
import { importFolder, type Journal, type JournalEntry, openJournal } from './journal.ts';
import { filesUnder, survey } from './survey.ts';

export class PowerFailure extends Error {}

export async function scene(t: TestContext, definition: Instrument) {
  const { folder: root, connection } = await testDuck(t);
  const own = join(root, 'data', 'imported');
  const dir = join(own, 'log');
  const folder = importFolder(own, '');
  const clock = new FakeClock('2026-02-01T00:00:00Z');

  async function file(name: string, content: string | Uint8Array): Promise<string> {
    const path = join(root, name);
    await writeFile(path, content);
    return path;
  }

  /** What becomes of the samples of an instrument. */
  function samplesOf(id: string) {
    const refiner = unrefined(definition);
    const identity = { id, kind: definition.kind, maker: definition.maker, model: definition.model };
    return {
      connection,
      instrument: id,
      definition,
      link: '',
      refiner,
      factsOf: (stream: string) => streamFacts(identity, stream, refiner.streams[stream]!, 'test'),
      before: async () => [],
      clock,
    };
  }

  /** Fails at the `failing`th entry of the journal: before it is noted, or when it is. */
  async function run(
    places: readonly string[],
    failing = Number.POSITIVE_INFINITY,
    when: 'before' | 'behind' = 'before',
  ) {
    const journal = failingJournal(await openJournal(folder), failing, when);
    const files = await survey(await filesUnder(places), undefined);
    const counts = await importLog({ folder, dir, journal, files, clock, dryRun: false });
    const samples = await importSamples({ ...samplesOf('imported'), own, folder, dir, journal });
    return { counts, samples };
  }

  /** A whole import, of an instrument beside the other. */
  function importAs(id: string, places: readonly string[], { dryRun = false } = {}): Promise<ImportReport> {
    return importFiles({
      ...samplesOf(id),
      own: join(root, 'data', id),
      dir: join(root, 'data', id, 'log'),
      places,
      dryRun,
    });
  }

  const rows = async (columns: string, stream: string): Promise<unknown[][]> =>
    (
      await connection.runAndReadAll(`SELECT ${columns} FROM read_parquet('${own}/samples/${stream}/*.parquet')`)
    ).getRowsJson();

  /** The log's files, by day. */
  const logged = async (): Promise<Record<string, string>> =>
    Object.fromEntries(
      await Promise.all(
        (await logDays(dir)).map(async (day) => [day, (await readFile(logPath(dir, day))).toString('hex')]),
      ),
    );

  return { root, own, dir, clock, file, run, importAs, rows, logged, survey };
}

function failingJournal(journal: Journal, failing: number, when: 'before' | 'behind'): Journal {
  let n = 0;
  return {
    state: journal.state,
    note: async (entry: JournalEntry) => {
      n++;
      if (n === failing && when === 'before') throw new PowerFailure(entry.what);
      await journal.note(entry);
      if (n === failing) throw new PowerFailure(entry.what);
    },
  };
}

/** Lines as a DCL logs them. */
export const dcl = (lines: readonly (readonly [time: string, text: string])[]): string =>
  lines.map(([time, text]) => `${time.replaceAll('-', '/').replace('T', ' ').replace('Z', '')} ${text}\r\n`).join('');
