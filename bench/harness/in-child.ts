import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Measured } from './bench.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));
const LONGEST = 120_000;

/**
 * Calls an exported function in a fresh process, so that no contestant runs in what another left behind: `inChild(import.meta.url, 'sonde', 2)`.
 * The function gets the arguments (JSON) and gives the values of a turn, or a promise of them.
 */
export async function inChild(module: string, name: string, ...args: readonly unknown[]): Promise<Measured> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--no-warnings', CHILD, fileURLToPath(module), name, JSON.stringify(args)],
    { timeout: LONGEST },
  );
  return JSON.parse(stdout);
}
