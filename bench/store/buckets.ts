import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sum } from '../../src/kit/sum.ts';
import { dayOf, fromIso } from '../../src/kit/time.ts';
import { makeRollups } from '../../src/store/buckets/make-rollups.ts';
import type { DayMetadata } from '../../src/store/day-metadata.ts';
import { openDuck } from '../../src/store/duck.ts';
import { samplesFolder } from '../../src/store/layout.ts';
import { openSamples } from '../../src/store/read/stored-samples.ts';
import type { Bench, Turn } from '../harness/bench.ts';
import { inChild } from '../harness/in-child.ts';
import { inFolder } from './in-folder.ts';

const NAMES = ['temp', 'conductivity', 'pressure', 'salinity', 'density', 'oxygen', 'turbidity', 'voltage'];
const DAY_SECONDS = 86_400;
const BUCKETS = 2000;
const REPEATS = 5;
const START = fromIso('2025-01-01');

const metadata: DayMetadata = {
  version: 1,
  instrument: { id: 'ctd', kind: 'bench', maker: 'bench', model: 'bench' },
  stream: { name: 'ctd', title: 'CTD' },
  fields: Object.fromEntries(NAMES.map((name) => [name, { title: name, type: 'number' }])),
  flags: Object.fromEntries(NAMES.map((name) => [`${name}_qc`, { field: name }])),
  definitions: [],
  calibrations: {},
  provisional: 0,
  settled: [],
};

/** Samples of so many days at 1 Hz, and their roll-ups. */
const inArchive = <T>(days: number, work: (data: string) => Promise<T>): Promise<T> =>
  inFolder(async (data) => {
    const own = join(data, 'ctd');
    const folder = samplesFolder(own, 'ctd');
    await mkdir(folder, { recursive: true });
    using duck = await openDuck();
    using connection = await duck.connect();
    const fields = NAMES.flatMap((name, i) => [
      `round(10 + ${i} + sin((second + day) / 5000.0) + (hash(second + day) % 1000) / 10000, 4) AS ${name}`,
      `1::UTINYINT AS ${name}_qc`,
    ]);
    for (let day = 0; day < days; day++) {
      const midnight = START + BigInt(day * DAY_SECONDS) * 1_000_000_000n;
      await connection.run(
        `COPY (SELECT make_timestamp_ns(${midnight} + second * 1000000000) AS time, 'ok' AS quality, ${fields.join(', ')}
         FROM range(${DAY_SECONDS}) s(second), (SELECT ${day * DAY_SECONDS} AS day))
         TO '${join(folder, `${dayOf(midnight)}.parquet`)}'
         (COMPRESSION zstd, KV_METADATA {sonde: '${JSON.stringify(metadata)}'})`,
      );
    }
    await makeRollups(connection, own, 'ctd', '9999-12-31');
    return await work(data);
  });

/** The median of a few, in ms, after a first one. */
async function median(ask: () => Promise<void>): Promise<readonly [number]> {
  await ask();
  const times: number[] = [];
  for (let i = 0; i < REPEATS; i++) {
    const before = performance.now();
    await ask();
    times.push(performance.now() - before);
  }
  return [times.sort((a, b) => a - b)[Math.floor(REPEATS / 2)]!];
}

function check(days: number, samples: number): void {
  if (samples !== days * DAY_SECONDS) throw new Error(`the buckets hold ${samples} samples of ${days} days`);
}

/** What the page asks for a plot. */
export const sonde = (days: number): Promise<readonly [number]> =>
  inArchive(days, async (data) => {
    using stored = await openSamples(data);
    return await median(async () => {
      const asked = { instrument: 'ctd', stream: 'ctd', fields: ['temp'], buckets: BUCKETS };
      const { buckets } = await stored.buckets(asked);
      check(days, sum(buckets.map(({ values }) => values.temp?.count ?? 0)));
    });
  });

/** The same asked of DuckDB, by hand: of the samples, since nobody else has roll-ups. */
export const duck = (days: number): Promise<readonly [number]> =>
  inArchive(days, async (data) => {
    using opened = await openDuck();
    using connection = await opened.connect();
    const width = (BigInt(days * DAY_SECONDS) * 1_000_000_000n) / BigInt(BUCKETS);
    return await median(async () => {
      const found = await connection.runAndReadAll(
        `SELECT (epoch_ns(time) - ${START}) // ${width} AS bucket, count(temp), min(temp), max(temp), avg(temp)
         FROM '${join(samplesFolder(join(data, 'ctd'), 'ctd'), '*.parquet')}' GROUP BY bucket ORDER BY bucket`,
      );
      check(days, sum(found.getRows().map(([, count]) => Number(count))));
    });
  });

const contestant = (name: string, kind: 'sonde' | 'peer', run: string) => ({
  name,
  kind,
  run: ({ step }: Turn) => inChild(import.meta.url, run, step),
});

export const storeBuckets: Bench = {
  name: 'store-buckets',
  title: 'A plot of a long time out of the store',
  how: `Samples of a CTD at 1 Hz, 8 fields with their flags, a file a day; least, greatest and mean of one field in ${BUCKETS.toLocaleString('en')} buckets of all the time, which Sonde reads from the roll-ups of the days that are over. The median of ${REPEATS} questions; their samples are counted.`,
  quantities: [{ name: '', unit: 'ms', better: 'less' }],
  contestants: [contestant('Sonde', 'sonde', 'sonde'), contestant('DuckDB over the samples', 'peer', 'duck')],
  steps: { of: 'days', values: [1, 10, 50], quick: [1] },
  rounds: 1,
};
