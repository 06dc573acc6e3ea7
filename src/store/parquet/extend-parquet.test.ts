import assert from 'node:assert/strict';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { DuckDBConnection } from '@duckdb/node-api';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { openDuck } from '../duck.ts';
import { stayingGroups } from './extend-parquet.ts';
import type { ParquetFile } from './joined-file.ts';
import { bytesOfGroup, columnNames, footerBytes, readFooter, writeGroup } from './parquet-footer.ts';
import { spliceParquet } from './splice-parquet.ts';
import { readThrift, writeThrift } from './thrift-compact.ts';

async function scene(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-splice-'));
  const duck = await openDuck({ memory: 64 * 1024 * 1024, threads: 1 });
  const connection = await duck.connect();
  const files: ParquetFile[] = [];
  t.after(async () => {
    await Promise.all(files.map(({ file }) => file.close()));
    connection.closeSync();
    duck[Symbol.dispose]();
    await rm(folder, { recursive: true });
  });
  const path = (name: string): string => join(folder, name);
  const read = async (name: string): Promise<ParquetFile> => {
    const file = await open(path(name));
    const one = { file, footer: await readFooter(file) };
    files.push(one);
    return one;
  };
  /** A file of numbers, with columns of other kinds beside them. */
  const numbers = async (name: string, first: number, last: number): Promise<ParquetFile> => {
    await connection.run(
      `COPY (SELECT n, make_timestamp_ns(n * 1000000007) AS time, n / 7 AS x, 'text ' || n % 10 AS text,
         [n, NULL, n + 1] AS list, CASE WHEN n % 3 = 0 THEN n % 2 = 0 END AS flag, encode('b' || n) AS bytes
       FROM range(${first}, ${last + 1}) s(n))
       TO '${path(name)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048, KV_METADATA {made: '${name}'})`,
    );
    return read(name);
  };
  return { connection, path, read, numbers };
}

async function rowsOf(connection: DuckDBConnection, path: string): Promise<unknown[][]> {
  return (await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`)).getRowsJson();
}

const bytesOf = async ({ file }: ParquetFile, [from, to]: readonly [number, number]): Promise<Buffer> =>
  (await file.read({ buffer: Buffer.alloc(to - from), position: from })).buffer;

test('a file of groups of others is read by DuckDB and by hyparquet as the rows that were put together', async (t) => {
  const { connection, path, numbers, read } = await scene(t);
  const [old, tail, last] = [
    await numbers('a', 1, 6000),
    await numbers('b', 4097, 9000),
    await numbers('c', 9001, 9001),
  ];
  await spliceParquet({ old: { ...old, stay: 2 }, more: [tail, last] }, path('spliced'));
  await numbers('whole', 1, 9001);
  const expected = await rowsOf(connection, path('whole'));
  assert.deepEqual(await rowsOf(connection, path('spliced')), expected);
  const { buffer } = Uint8Array.from(await readFile(path('spliced')));
  const rows = await parquetReadObjects({ file: buffer, compressors, columns: ['n', 'text'] });
  assert.deepEqual(
    rows.map(({ n, text }) => [`${n}`, text]),
    expected.map(([n, , , text]) => [n, text]),
  );
  const { footer } = await read('spliced');
  assert.deepEqual(columnNames(footer), ['n', 'time', 'x', 'text', 'list', 'flag', 'bytes']);
  const { num_rows, row_groups, key_value_metadata } = parquetMetadata(buffer);
  assert.deepEqual(
    [num_rows, row_groups.map((group) => Number(group.num_rows))],
    [9001n, [2048, 2048, 2048, 2048, 808, 1]],
  );
  assert.equal(key_value_metadata?.find(({ key }) => key === 'made')?.value, 'c');
});

test('who has read the footer of a file finds its rows, all of them, in the file that takes its place', async (t) => {
  const { path, numbers, read } = await scene(t);
  const old = await numbers('a', 1, 5000);
  await spliceParquet({ old: { ...old, stay: 1 }, more: [await numbers('b', 2049, 5100)] }, path('spliced'));
  const spliced = await read('spliced');
  const needed = old.footer.groups.flatMap(bytesOfGroup);
  assert.ok(needed.length >= 3 * 7, `${needed.length} stretches of 3 groups of 7 columns`);
  for (const bytes of needed) assert.deepEqual(await bytesOf(spliced, bytes), await bytesOf(old, bytes));
});

test('a footer that is read and written is the same', async (t) => {
  const { numbers } = await scene(t);
  const { file, footer } = await numbers('a', 1, 5000);
  const { size } = await file.stat();
  const bytes = await bytesOf({ file, footer }, [footer.start, size]);
  assert.deepEqual(Buffer.from(footerBytes(footer, footer.groups.map(writeGroup))), bytes);
  assert.throws(() => readThrift(bytes.subarray(0, 100)), RangeError);
  assert.deepEqual(Buffer.from(writeThrift(readThrift(bytes.subarray(0, -8)))), bytes.subarray(0, -8));
});

test('what is no Parquet file is told', async (t) => {
  const { path } = await scene(t);
  const file = await open(path('text'), 'w+');
  await file.write('no Parquet at all');
  await assert.rejects(readFooter(file), /is not a Parquet file/);
  await file.close();
});

test('groups of rows stay few, and no row is written often', () => {
  let sizes: number[] = [];
  let written = 0;
  for (let flush = 0; flush < 288; flush++) {
    const rows = sizes.reduce((sum, size) => sum + size, 0);
    const stay = stayingGroups(sizes, rows, 300, 122_880);
    const again = sizes.slice(stay).reduce((sum, size) => sum + size, 0);
    sizes = [...sizes.slice(0, stay), again + 300];
    written += again + 300;
    assert.ok(sizes.length <= 32, `${sizes.length} groups`);
  }
  assert.equal(
    sizes.reduce((sum, size) => sum + size, 0),
    86_400,
  );
  assert.ok(written <= 3 * 86_400, `${written} rows were written for 86,400`);
});

test('a group of which not all rows stay is written again, and one that is full is not', () => {
  assert.equal(stayingGroups([2048, 2048, 10], 4096, 5, 122_880), 2);
  assert.equal(stayingGroups([2048, 2048, 10], 4100, 5, 122_880), 2);
  assert.equal(stayingGroups(new Array(40).fill(122_880), 40 * 122_880, 122_880, 122_880), 40);
});
