import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { ownCommand } from './own-command.ts';

/** A `sonde` command in a process of its own. */
export class SondeProcess implements AsyncDisposable {
  readonly child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly #exit: Promise<number | null>;

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const [program = '', ...first] = ownCommand;
    this.child = spawn(program, [...first, ...args], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (text: Buffer) => {
      this.stdout += text.toString();
    });
    this.child.stderr?.on('data', (text: Buffer) => {
      this.stderr += text.toString();
    });
    this.#exit = once(this.child, 'close').then(([code]) => code);
  }

  /** The exit code; null when it was killed. */
  exit(): Promise<number | null> {
    return this.#exit;
  }

  /** Resolves when its output matches. */
  said(pattern: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (pattern.test(this.stdout) || pattern.test(this.stderr)) resolve();
      };
      this.child.stdout?.on('data', look);
      this.child.stderr?.on('data', look);
      look();
      void this.#exit.then(() => {
        reject(new Error(`ended without saying ${pattern}:\n${this.stdout}\n${this.stderr}`));
      });
    });
  }

  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.#exit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.kill('SIGKILL');
  }
}

/** Runs a `sonde` command to its end. */
export async function sonde(args: readonly string[], env?: Readonly<Record<string, string>>) {
  await using run = new SondeProcess(args, env);
  run.child.stdin?.end();
  return { code: await run.exit(), stdout: run.stdout, stderr: run.stderr };
}
