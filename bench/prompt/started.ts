import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { ProcessUse } from '../harness/bench.ts';
import { watchProcess } from '../harness/process-use.ts';

/** A process that is ended, and has ended, with its scope. */
export interface Started extends AsyncDisposable {
  readonly pid: number;
  /** The next line that it prints; rejects when it ends before. */
  line(): Promise<string>;
  /** What it has used from its start until now. */
  use(): Promise<ProcessUse>;
}

const LONGEST_MS = 60_000;

export async function start(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Started> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: LONGEST_MS,
  });
  await once(child, 'spawn');
  const pid = child.pid!;
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const use = await watchProcess(name, pid);
  return {
    pid,
    use,
    async line() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name} ended before it printed what was awaited: ${args.join(' ')}`);
      return value;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await ended;
    },
  };
}
