// A program of somebody else, in a process of its own: reads the files of a folder again and again with DuckDB as it comes and with
// hyparquet, and says on stdout how many numbers it saw. It ends with 1 when the column `n` was not 1, 2, 3, … or shorter than before.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

const folder = process.argv[2] ?? '';
const connection = await (await DuckDBInstance.create(':memory:')).connect();
const isParquet = (name: string): boolean => !name.startsWith('.') && name.endsWith('.parquet');

async function withDuck(): Promise<number[]> {
  const found = await connection.runAndReadAll(`SELECT n FROM '${folder}/*.parquet'`);
  return found.getRows().map(([n]) => Number(n));
}

async function withHyparquet(): Promise<number[]> {
  const numbers: number[] = [];
  for (const name of (await readdir(folder)).filter(isParquet).sort()) {
    const { buffer, byteOffset, byteLength } = await readFile(join(folder, name));
    const file = buffer.slice(byteOffset, byteOffset + byteLength);
    numbers.push(...(await parquetReadObjects({ file, columns: ['n'], compressors })).map(({ n }) => Number(n)));
  }
  return numbers;
}

let seen = 0;
let isOver = false;
process.stdin.on('end', () => {
  isOver = true;
});
process.stdin.resume();
while (!isOver) {
  for (const [reader, read] of Object.entries({ DuckDB: withDuck, hyparquet: withHyparquet })) {
    const numbers = await read();
    const wrong = numbers.findIndex((n, i) => n !== i + 1);
    if (wrong >= 0 || numbers.length < seen) {
      console.error(`${reader}: ${numbers.length} numbers after ${seen}; the ${wrong}th is ${numbers[wrong]}`);
      process.exit(1);
    }
    seen = numbers.length;
  }
  console.log(seen);
}
