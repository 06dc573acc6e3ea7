import { type ChildProcess, type ForkOptions, fork } from 'node:child_process';
import { once } from 'node:events';

export interface Running extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Asks it to end; how long that took, in s. */
  stop(): Promise<number>;
}

/** Runs a program until it is stopped or the scope ends. */
export function run(program: string, args: readonly string[], options: ForkOptions = {}): Running {
  const child = fork(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], ...options });
  if (child.pid === undefined) throw new Error(`${program} was not started`);
  const stop = async (): Promise<number> => {
    const begun = performance.now();
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    return (performance.now() - begun) / 1000;
  };
  return { child, pid: child.pid, stop, [Symbol.asyncDispose]: async () => void (await stop()) };
}

/** The next thing that it says; rejects when it ends instead. */
export async function nextMessage({ child }: Running): Promise<unknown> {
  const ended = new AbortController();
  const exit = (): void => ended.abort(new Error(`${child.spawnfile} ended early: ${child.spawnargs.join(' ')}`));
  child.once('exit', exit);
  try {
    const [message] = await once(child, 'message', { signal: ended.signal });
    return message;
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error;
  } finally {
    child.off('exit', exit);
  }
}

/** What it answers. */
export async function ask(running: Running, what: string): Promise<unknown> {
  const answer = nextMessage(running);
  running.child.send(what);
  return answer;
}
