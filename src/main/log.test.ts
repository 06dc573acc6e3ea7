import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fromIso } from '../kit/time.ts';
import { encodePacket } from '../packet/codec.ts';
import { compressedPath, logPath } from '../packet/log-days.ts';
import { keepUp } from '../packet/upkeep.ts';
import { sonde } from './testing/sonde-process.ts';

const DAYS = ['2026-11-20', '2026-11-21', '2026-11-22'] as const;
// A line as an SBE 37-SMP sends it.
const record = (i: number): string =>
  `#  ${(20 + i / 1000).toFixed(4)},  3.${10000 + i},  100.123, 22 Nov 2026, 12:00:00\r\n`;

/** A log of three days, of which the first two are compressed. */
async function dataFolder(t: TestContext): Promise<{ data: string; dir: string }> {
  const data = await mkdtemp(join(tmpdir(), 'sonde-log-'));
  t.after(() => rm(data, { recursive: true, force: true }));
  const dir = join(data, 'ctd/log');
  await mkdir(dir, { recursive: true });
  for (const day of DAYS) {
    const midnight = fromIso(`${day}T00:00:00Z`);
    const packets = Array.from({ length: 100 }, (_, i) =>
      encodePacket('DATA_FROM_INSTRUMENT', Buffer.from(record(i)), midnight + BigInt(i) * 1_000_000_000n),
    );
    await writeFile(logPath(dir, day), Buffer.concat(packets));
  }
  await keepUp({ dir, name: 'ctd', open: DAYS[2], now: fromIso(DAYS[2]), rules: { compress: true } }, () => {});
  return { data, dir };
}

const LENGTH = 16 + record(0).length;
const KIND = ['--kind', 'sea_bird.sbe37_smp'];

test('sonde log lists the days, with what was archived and deleted; verify exits with 7 for a damaged frame', async (t) => {
  const { data, dir } = await dataFolder(t);
  const early = await sonde(['log', 'archived', 'ctd', DAYS[2], '2026-01-01', '--where', 'tape 1', '--data', data]);
  assert.equal(early.code, 2);
  assert.match(early.stderr, /2026-11-22: may still be written to.*\n2026-01-01: the log has no such day/);
  assert.equal((await sonde(['log', 'archived', 'ctd', DAYS[0], '--where', 'tape 1', '--data', data])).code, 0);
  const rules = { compress: true, keepDays: 1 };
  await keepUp({ dir, name: 'ctd', open: DAYS[2], now: fromIso(DAYS[2]), rules }, () => {});
  const { stdout } = await sonde(['log', 'list', 'ctd', '--data', data]);
  const rows = stdout.split('\n').map((row) => row.replace(/ {2,}/g, '|'));
  assert.match(
    rows[1]!,
    new RegExp(`^2026-11-20\\|${100 * LENGTH}\\|0\\|deleted here\\|[0-9a-f]{12}\\|tape 1 \\(marked\\)$`),
  );
  assert.match(rows[2]!, new RegExp(`^2026-11-21\\|${100 * LENGTH}\\|\\d+\\|compressed\\|[0-9a-f]{12}$`));
  assert.match(rows[3]!, /^2026-11-22\|\d+\|\d+\|plain$/);

  const gone = await sonde(['log', 'cat', 'ctd', '--data', data, '--from', `${DAYS[0]}:0`]);
  assert.equal(gone.code, 2);
  assert.match(gone.stderr, /archived: 2026-11-20 in tape 1; .* begin at 2026-11-21:0/);

  assert.equal((await sonde(['log', 'verify', 'ctd', '--data', data])).code, 0);
  const path = compressedPath(dir, DAYS[1]);
  const bytes = await readFile(path);
  bytes[60]! ^= 1;
  await writeFile(path, bytes);
  const { code, stdout: told } = await sonde(['log', 'verify', path]);
  assert.equal(code, 7);
  assert.match(
    told,
    /DAMAGED: 2026-11-21\.datalog\.zst: frame 0 \(at 0\) .* bytes 0 to \d+ of the day, .*not what .*\.sha256 says/,
  );
});

test('sonde log leads from a sample to its bytes, and from bytes to their samples', async (t) => {
  const { data } = await dataFolder(t);
  const position = `${DAYS[0]}:${3 * LENGTH + 20}`;
  const raw = await sonde(['log', 'bytes', 'ctd', 'ctd', '--position', position, '--raw', '--data', data, ...KIND]);
  assert.equal(raw.stdout, record(3));
  const at = await sonde([
    'log',
    'bytes',
    'ctd',
    'ctd',
    '--at',
    `${DAYS[2]}T00:00:07.2Z`,
    '--packets',
    '--data',
    data,
    ...KIND,
  ]);
  assert.match(at.stdout, /2026-11-22:\d+ +\d+ bytes +ctd .* temp=20\.007 /);
  assert.match(at.stdout, /\n2026-11-22T00:00:07\.000Z < 23 20 20 32 30 2e 30 30 37 30 2c /);

  const range = `${DAYS[1]}:${2 * LENGTH + 20}..${DAYS[1]}:${4 * LENGTH + 17}`;
  const samples = await sonde(['log', 'samples', 'ctd', range, '--json', '--data', data, ...KIND]);
  const found = samples.stdout
    .trim()
    .split('\n')
    .map((text): unknown => JSON.parse(text).values.temp);
  assert.deepEqual(found, [20.002, 20.003, 20.004]);
  const unknown = await sonde(['log', 'samples', 'ctd', range, '--data', data]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /ctd: no samples in .* tell its kind: name it, or the configuration \(-c\)/);
  const none = await sonde(['log', 'bytes', 'ctd', 'nonsense', '--position', position, '--data', data, ...KIND]);
  assert.match(none.stderr, /nonsense: is no stream of sea_bird\.sbe37_smp; it has ctd/);
});
