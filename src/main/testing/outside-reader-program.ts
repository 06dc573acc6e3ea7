// A program of somebody else, in a process of its own: reads one column of the files of a folder again and again, with DuckDB as it comes
// and with hyparquet, or only with those that are named, and says on stdout how many numbers it saw:
// `node outside-reader-program.ts <folder> <column> [reader …]`. It ends with 1 when a number was not more than the one before it, or when what
// it had seen did not stand there any more.
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

const [folder = '', column = '', ...only] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const isParquet = (name: string): boolean => !name.startsWith('.') && name.endsWith('.parquet');

async function withDuck(): Promise<number[]> {
  const found = await connection.runAndReadAll(`SELECT CAST(${column} AS INTEGER) FROM '${folder}/*.parquet'`);
  return (found.getColumns()[0] ?? []).map(Number);
}

async function withHyparquet(): Promise<number[]> {
  const numbers: number[] = [];
  for (const name of (await readdir(folder)).filter(isParquet).sort()) {
    const { buffer, byteOffset, byteLength } = await readFile(`${folder}/${name}`);
    const file = buffer.slice(byteOffset, byteOffset + byteLength);
    const rows = await parquetReadObjects({ file, columns: [column], compressors });
    for (const row of rows) numbers.push(Number(row[column]));
  }
  return numbers;
}

/** What is wrong with these, when those were there before. */
function wrongWith(numbers: readonly number[], before: readonly number[]): string | undefined {
  if (numbers.length < before.length) return `${numbers.length} numbers after ${before.length}`;
  const gone = before.findIndex((number, i) => number !== numbers[i]);
  if (gone >= 0) return `row ${gone} was ${before[gone]} and is ${numbers[gone]}`;
  const twice = numbers.findIndex((number, i) => i > 0 && number <= numbers[i - 1]!);
  return twice < 0 ? undefined : `row ${twice} is ${numbers[twice]}, behind ${numbers[twice - 1]}`;
}

const readers = Object.entries({ DuckDB: withDuck, hyparquet: withHyparquet }).filter(
  ([name]) => only.length === 0 || only.includes(name),
);
let seen: number[] = [];
let isOver = false;
process.stdin.on('end', () => {
  isOver = true;
});
process.stdin.resume();
while (!isOver) {
  const begun = performance.now();
  for (const [reader, read] of readers) {
    const numbers = await read();
    const wrong = wrongWith(numbers, seen);
    if (wrong !== undefined) {
      console.error(`${reader}: ${wrong}`);
      process.exit(1);
    }
    seen = numbers;
  }
  console.log(seen.length);
  // Half of a processor is enough for somebody else.
  await wait(performance.now() - begun);
}
