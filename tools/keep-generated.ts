import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Writes a generated file. With `--check` nothing is written; the exit code is 1 when the file is stale. */
export function keepGenerated(file: string, content: string): void {
  if (!process.argv.includes('--check')) writeFileSync(file, content);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== content) {
    console.error(`${relative(process.cwd(), file)} is stale: run \`npm run generate\``);
    process.exitCode = 1;
  }
}
