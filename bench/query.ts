// How long a plot of a long time takes, out of roll-ups and out of samples: `node bench/query.ts [days]`, a year unless told otherwise.
// 1 Hz, 8 fields with their flags; 2,000 buckets of one field. A year takes 1.2 GB in the folder for temporary files.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dayOf, fromIso } from '../src/kit/time.ts';
import { makeRollups } from '../src/store/buckets/make-rollups.ts';
import type { DayMetadata } from '../src/store/day-metadata.ts';
import { openDuck } from '../src/store/duck.ts';
import { samplesFolder } from '../src/store/layout.ts';
import { openSamples } from '../src/store/read/stored-samples.ts';

const days = Number(process.argv[2] ?? 365);
const NAMES = ['temp', 'conductivity', 'pressure', 'salinity', 'density', 'oxygen', 'turbidity', 'voltage'];
const REPEATS = 5;
const MEMORY = 256 * 1024 * 1024;

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

const data = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
try {
  const own = join(data, 'ctd');
  const folder = samplesFolder(own, 'ctd');
  await mkdir(folder, { recursive: true });
  using duck = await openDuck({ memory: MEMORY });
  const connection = await duck.connect();
  const start = fromIso('2025-01-01');
  const midnights = Array.from({ length: days }, (_, i) => start + BigInt(i) * 86_400_000_000_000n);
  const fields = NAMES.flatMap((name, i) => [
    `round(10 + ${i} + sin((second + day) / 5000.0) + random() / 10, 4) AS ${name}`,
    `1::UTINYINT AS ${name}_qc`,
  ]);
  for (const midnight of midnights) {
    await connection.run(
      `COPY (SELECT make_timestamp_ns(${midnight} + second * 1000000000) AS time, 'ok' AS quality, ${fields.join(', ')}
       FROM range(86400) s(second), (SELECT ${(midnight - start) / 1_000_000_000n} AS day))
       TO '${join(folder, `${dayOf(midnight)}.parquet`)}'
       (COMPRESSION zstd, KV_METADATA {sonde: '${JSON.stringify(metadata)}'})`,
    );
  }

  using stored = await openSamples(data, { memory: MEMORY });
  const measure = async (): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < REPEATS; i++) {
      const before = performance.now();
      await stored.buckets({ instrument: 'ctd', stream: 'ctd', fields: ['temp'], buckets: 2000 });
      times.push(performance.now() - before);
    }
    return times.sort((a, b) => a - b)[Math.floor(REPEATS / 2)]!;
  };
  const raw = await measure();
  const before = performance.now();
  await makeRollups(connection, own, 'ctd', '9999-12-31');
  const made = performance.now() - before;
  const rolled = await measure();
  const rows = (days * 86_400).toLocaleString('en');
  console.log(`${rows} rows, 2,000 buckets, median of ${REPEATS}`);
  console.log(
    `out of roll-ups ${rolled.toFixed(0)} ms, out of samples ${raw.toFixed(0)} ms: ${(raw / rolled).toFixed(1)} times`,
  );
  console.log(`roll-ups made in ${(made / days).toFixed(0)} ms a day`);
  connection.closeSync();
} finally {
  await rm(data, { recursive: true });
}
