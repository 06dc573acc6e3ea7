import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** What a process of the bench does when it is asked. */
export type Tasks = Readonly<Record<string, (...args: never[]) => unknown>>;

interface Answer {
  readonly result?: unknown;
  readonly error?: string;
}

/** Serves tasks to the process that started this one, and ends with it. */
export function serve(tasks: Tasks): void {
  const named = new Map<string, (...args: never[]) => unknown>(Object.entries(tasks));
  process.on('message', async ({ name, args }: { name: string; args: never[] }) => {
    try {
      process.send?.({ result: await named.get(name)?.(...args) });
    } catch (error) {
      process.send?.({ error: String(error) });
    }
  });
  process.on('disconnect', () => process.exit());
}

/** A process of its own that is asked for one task after the other; `before` is a command that runs it, such as `taskset`. */
export class Remote<T extends Tasks> implements AsyncDisposable {
  readonly #child: ChildProcess;

  constructor(module: string, before: readonly string[] = []) {
    const [command = '', ...args] = [...before, process.execPath, '--no-warnings', module];
    this.#child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  }

  async ask<K extends keyof T & string>(name: K, ...args: Parameters<T[K]>): Promise<Awaited<ReturnType<T[K]>>> {
    const gone = new AbortController();
    const ended = once(this.#child, 'exit', { signal: gone.signal }).then(() => {
      throw new Error(`the process ended while asked for ${name}`);
    });
    const answered = once(this.#child, 'message', { signal: gone.signal });
    this.#child.send({ name, args });
    try {
      const [{ result, error }] = (await Promise.race([answered, ended])) as [Answer];
      if (error !== undefined) throw new Error(error);
      return result as Awaited<ReturnType<T[K]>>;
    } finally {
      gone.abort();
      await Promise.allSettled([answered, ended]);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.disconnect();
    await ended;
  }
}
