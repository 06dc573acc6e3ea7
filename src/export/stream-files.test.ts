import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Sample } from '../model/sample.ts';
import { openDuck } from '../store/duck.ts';
import { readMetadata } from '../store/read-metadata.ts';
import { facts, sample } from '../store/test-samples.ts';
import { StreamFiles } from './stream-files.ts';
import { testFolder } from './test-export.ts';

async function scene(t: TestContext) {
  const folder = await testFolder(t);
  const duck = await openDuck({ memory: 64 * 1024 * 1024, threads: 1 });
  const connection = await duck.connect();
  t.after(() => {
    connection.closeSync();
    duck[Symbol.dispose]();
  });
  const pathOf = (stream: string): string => join(folder, `${stream}.parquet`);
  const factsOf = (stream: string) => ({ ...facts, stream: { name: stream, title: stream } });
  const rows = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  return { folder, connection, pathOf, rows, open: () => new StreamFiles({ connection, pathOf, factsOf }) };
}

/** More than a group of rows holds. */
const COUNT = 200_000;
const many = (stream: string, count: number): Sample[] =>
  Array.from({ length: count }, (_, n) => ({ ...sample(n), stream, flags: { n_qc: n === 7 ? 4 : 1 } }));

test('samples of any number are in the file of their stream, in their order, with the columns of the store', async (t) => {
  const { folder, connection, pathOf, rows, open } = await scene(t);
  await using files = open();
  const others = many('other', 10);
  for (const [i, one] of many('ctd', COUNT).entries()) await files.put(i < 10 ? [one, others[i]!] : [one]);
  assert.deepEqual((await files.finish()).sort(), [pathOf('ctd'), pathOf('other')]);
  assert.deepEqual((await readdir(folder)).sort(), ['ctd.parquet', 'other.parquet']);
  const found = await rows(
    `SELECT count(*), sum((n <> file_row_number)::INT), min(time)::VARCHAR, sum((n_qc = 4)::INT), max(log_offset)
     FROM read_parquet('${pathOf('ctd')}', file_row_number = true)`,
  );
  assert.deepEqual(found, [[`${COUNT}`, '0', '2026-01-01 12:00:00', '1', `${(COUNT - 1) * 40}`]]);
  assert.deepEqual(
    await rows(`SELECT n FROM '${pathOf('other')}'`),
    others.map((_, n) => [`${n}`]),
  );
  const [metadata] = await readMetadata(connection, [pathOf('ctd')]);
  assert.deepEqual(metadata, {
    version: 1,
    ...facts,
    stream: { name: 'ctd', title: 'ctd' },
    provisional: 0,
    settled: [],
  });
});

test('what is broken off leaves nothing, and the file that was there', async (t) => {
  const { folder, pathOf, open } = await scene(t);
  await writeFile(pathOf('ctd'), 'before');
  {
    await using files = open();
    await files.put(many('ctd', COUNT));
  }
  assert.deepEqual(await readdir(folder), ['ctd.parquet']);
  assert.equal(await readFile(pathOf('ctd'), 'utf8'), 'before');
});
