import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('outside-reader-program.ts', import.meta.url));

/** Somebody who reads one column of a folder's files all the time, in a process of its own: see `outside-reader-program.ts`. */
export function outsideReader(folder: string, column: string, ...readers: ('DuckDB' | 'hyparquet')[]) {
  const child = spawn(process.execPath, ['--no-warnings', PROGRAM, folder, column, ...readers], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const exit = once(child, 'exit');
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint += text;
  });
  const counts: number[] = [];
  const seen = (): number => counts.at(-1) ?? 0;
  let heard = Promise.withResolvers<void>();
  createInterface(child.stdout).on('line', (line) => {
    counts.push(Number(line));
    heard.resolve();
    heard = Promise.withResolvers();
  });
  return {
    /** Of the numbers that it saw, each time. */
    counts,
    /** What was wrong; nothing so far where it is empty. */
    get complaint() {
      return complaint;
    },
    /** Resolves when it has read once more. */
    async reads(): Promise<void> {
      await Promise.race([heard.promise, exit]);
    },
    /** Resolves when it sees more numbers than now; or when it ended, which nobody asked for. */
    async grows(): Promise<void> {
      const before = seen();
      while (seen() <= before && child.exitCode === null) await Promise.race([heard.promise, exit]);
    },
    /** Ends it; 0 when all was well each time. */
    async end(): Promise<unknown> {
      child.stdin.end();
      return (await exit)[0];
    },
    [Symbol.dispose]: () => void child.kill(),
  };
}
