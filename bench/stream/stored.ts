import { join } from 'node:path';
import { openDuck, quoted } from '../../src/store/duck.ts';
import { samplesFolder } from '../../src/store/layout.ts';
import type { Bench, Contestant, Measured, Turn } from '../harness/bench.ts';
import { watchProcess } from '../harness/process-use.ts';
import { FORMS, type FormName } from './forms.ts';
import { now } from './now.ts';
import { openScene } from './scene.ts';
import { sondeRun } from './sonde-run.ts';
import { subscribe } from './subscribe.ts';
import { WARM_UP } from './subscribed.ts';
import type { Way } from './subscriber.ts';

const COUNT = 1_500_000;
const QUICK = 100_000;
const ID = 'instrument';

const countOf = ({ quick }: Turn): number => (quick ? QUICK : COUNT);
const rateOf = (count: number, milliseconds: number): number => ((count - WARM_UP) * 1000) / milliseconds;

async function sonde(form: FormName, turn: Turn): Promise<Measured> {
  const { kind, stream } = FORMS[form];
  const count = countOf(turn);
  await using scene = await openScene(form, { count, warmUp: WARM_UP });
  const { folder, device, port } = scene;
  let measured: Measured;
  {
    await using run = await sondeRun(folder, ID, kind, port);
    await run.until(stream, 1);
    const uses = await Promise.all([watchProcess('port agent', run.portAgent), watchProcess('sonde run', run.pid)]);
    device.go();
    await run.until(stream, count);
    await run.flush();
    const end = now();
    const processes = await Promise.all(uses.map((use) => use()));
    const { start } = await device.told('written');
    measured = { values: [rateOf(count, end - start)], processes };
  }
  await checkStored(folder, form, count);
  return measured;
}

/** All are in the store, each once. */
async function checkStored(folder: string, form: FormName, count: number): Promise<void> {
  const { stream, sql } = FORMS[form];
  const files = join(samplesFolder(join(folder, ID), stream), '*.parquet');
  using duck = await openDuck();
  using connection = await duck.connect();
  const found = await connection.runAndReadAll(
    `SELECT count(*), count(DISTINCT number), min(number), max(number) FROM (SELECT ${sql} AS number FROM read_parquet(${quoted(files)}))`,
  );
  const facts = found.getRows()[0]!.map(Number);
  const wanted = [count, count, 0, count - 1];
  if (facts.join() !== wanted.join()) throw new Error(`stored: ${facts}, which should be ${wanted}`);
}

const bench = (form: FormName, what: string, parser: string): Bench => ({
  name: `stream-stored-${form}`,
  title: `One instrument to the store, ${what}`,
  how: `A device process writes ${COUNT / 1e6} million numbered records to TCP as fast as they are taken. \`sonde run\` and its port agent log, decode, derive, test and store them, until all are in the Parquet files, where DuckDB finds each of them once. The peer parses records that it trusts to stand one behind the other, and appends lines of CSV to a file.`,
  quantities: [{ name: '', unit: 'samples/s', better: 'more', goals: [{ value: 300_000 }] }],
  contestants: [
    { name: 'Sonde', kind: 'sonde', run: (turn) => sonde(form, turn) },
    without(form, 'csv', `serialport ${parser}, CSV file`, 'peer'),
    without(form, 'hand', 'TCP and parsing by hand, not stored', 'limit'),
  ],
  rounds: 3,
  limit:
    'One thread: in `sonde run` JavaScript decodes, tests and fills the columns of the store, and the second core mostly waits. Decoding reaches the goal several times over, see the same to a subscriber; the store alone is just above it, and DuckDB with columns by hand takes twice as many as it is to take here, see `store-append`.',
});

const without = (form: FormName, way: Way, name: string, kind: Contestant['kind']): Contestant => ({
  name,
  kind,
  async run(turn) {
    const count = countOf(turn);
    const { milliseconds, processes } = await subscribe(way, form, { count, warmUp: WARM_UP });
    return { values: [rateOf(count, milliseconds)], processes };
  },
});

export const storedFrames = bench('frames', 'binary frames', 'parser-byte-length');
export const storedLines = bench('lines', 'lines of text', 'parser-readline');
