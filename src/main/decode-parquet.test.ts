import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openDuck } from '../store/duck.ts';
import { sonde } from './testing/sonde-process.ts';

const fixture = (path: string): string => fileURLToPath(new URL(`../instruments/${path}`, import.meta.url));
const VECTOR = ['decode', 'nortek.vector', fixture('nortek/vector/fixtures/field-first-records.log'), '--input', 'raw'];
const WORKHORSE = ['decode', 'teledyne.workhorse', fixture('teledyne/workhorse/fixtures/earth.pd0')];

async function inFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-decode-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

for (const [kind, args] of [
  ['numbers', VECTOR],
  ['lists', WORKHORSE],
] as const) {
  test(`decode writes a Parquet file for each stream, with the values that it prints: ${kind}`, async (t) => {
    const folder = await inFolder(t);
    const { code, stderr } = await sonde([...args, '--format', 'parquet', '--out', join(folder, 'new')]);
    assert.equal(code, 0, stderr);
    const printed = (await sonde(args)).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const streams = Map.groupBy(printed, ({ stream }) => String(stream));
    assert.deepEqual(
      (await readdir(join(folder, 'new'))).sort(),
      [...streams.keys()].map((name) => `${name}.parquet`).sort(),
    );
    using duck = await openDuck();
    using connection = await duck.connect();
    for (const [stream, samples] of streams) {
      const path = join(folder, 'new', `${stream}.parquet`);
      assert.ok(stderr.includes(path), stderr);
      const found = await connection.runAndReadAll(`SELECT to_json(rows)::VARCHAR FROM '${path}' rows`);
      const rows = found.getRows().map(([row]) => JSON.parse(String(row)));
      const values = rows.map((row, i) =>
        Object.fromEntries(Object.keys(samples[i].values).map((name) => [name, row[name]])),
      );
      assert.deepEqual(
        values,
        samples.map((one) => one.values),
      );
      assert.deepEqual(
        rows.map(({ quality }) => quality),
        samples.map((one) => one.quality),
      );
    }
  });
}

test('one Parquet file is for one stream, and what has several says so and leaves nothing', async (t) => {
  const folder = await inFolder(t);
  const several = await sonde([...VECTOR, '--format', 'parquet', '--out', join(folder, 'all.parquet')]);
  assert.equal(several.code, 2);
  assert.match(several.stderr, /samples of header and of system, and .*all\.parquet is one file; name a folder/);
  assert.deepEqual(await readdir(folder), []);
  const one = ['decode', 'nortek.vector', fixture('nortek/vector/fixtures/velocity.bin'), '--input', 'raw'];
  const { code, stderr } = await sonde([...one, '--format', 'parquet', '--out', join(folder, 'one.parquet')]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(await readdir(folder), ['one.parquet']);
});

test('where Parquet goes has to be said, and where text goes has not', async (t) => {
  const folder = await inFolder(t);
  for (const [more, message] of [
    [['--format', 'parquet'], /--out.*is needed/],
    [['--format', 'csv', '--out', folder], /--out.*is for --format parquet/],
    [['--format', 'parquet', '--out', join(folder, 'no/such/folder')], /there is no folder .*no\/such/],
  ] as const) {
    const { code, stderr } = await sonde([...VECTOR, ...more]);
    assert.equal(code, 2);
    assert.match(stderr, message);
  }
});
