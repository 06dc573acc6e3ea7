import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Check {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
}

/** Runs the checks in order, one line each, with the output of those that fail. Returns the names of those. */
export async function runChecks(checks: readonly Check[], print: (text: string) => void): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, command } of checks) {
    const began = performance.now();
    const { ok, output } = await runProgram(command);
    const seconds = `${((performance.now() - began) / 1000).toFixed(1)} s`;
    if (!ok) failed.push(name);
    const lines = output.trim().split('\n');
    print(ok ? `✔ ${name} (${seconds}) ${lines.at(-1)}`.trimEnd() : `✖ ${name} (${seconds})\n${output.trim()}`);
  }
  return failed;
}

/** What a program printed, and whether it ended well; one that cannot be run did not. */
async function runProgram([program, ...args]: Check['command']): Promise<{ ok: boolean; output: string }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close').then(
    ([code]) => ({ ok: code === 0, why: '' }),
    (error: Error) => ({ ok: false, why: error.message }),
  );
  const [printed, complained, { ok, why }] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { ok, output: printed + complained + why };
}
