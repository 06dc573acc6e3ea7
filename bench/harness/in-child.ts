import { fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Measured } from './bench.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));
/** In ms. */
const LONGEST = 120_000;

/**
 * Calls an exported function in a fresh process, so that no contestant runs in what another left behind: `inChild(import.meta.url, 'sonde', 2)`.
 * The function gets the arguments (JSON) and gives the values of a turn, or a promise of them.
 */
export const inChild = (module: string, name: string, ...args: readonly unknown[]): Promise<Measured> =>
  runChild(module, name, args, LONGEST);

/** The same; a child that has not ended after `longest` ms is ended. */
export async function runChild(
  module: string,
  name: string,
  args: readonly unknown[],
  longest: number,
): Promise<Measured> {
  const child = fork(CHILD, [fileURLToPath(module), name, JSON.stringify(args)], {
    execArgv: ['--no-warnings'],
    // What a contestant prints is for people, and stays out of the table.
    stdio: ['ignore', process.stderr, 'pipe', 'ipc'],
    serialization: 'advanced',
    timeout: longest,
    killSignal: 'SIGKILL',
  });
  const told: Measured[] = [];
  child.on('message', (message: Measured) => told.push(message));
  const [[code, signal], said] = await Promise.all([once(child, 'close'), child.stderr ? text(child.stderr) : '']);
  const [measured] = told;
  if (code === 0 && measured !== undefined) return measured;
  const why = signal === null ? `exit code ${code}` : `${signal}${child.killed ? ` after ${longest / 1000} s` : ''}`;
  const ended = `${name} of ${fileURLToPath(module)} ended without figures (${why})`;
  throw new Error([ended, said.trim()].filter(Boolean).join(':\n'));
}
