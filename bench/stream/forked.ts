import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** A program that tells how it gets on; ended with the scope. */
export interface Forked<News extends { readonly type: string }> extends AsyncDisposable {
  readonly pid: number;
  /** What it tells of this type, now or later; rejects when it ends before. */
  told<Type extends News['type']>(type: Type): Promise<Extract<News, { readonly type: Type }>>;
  /** It is to begin. */
  go(): void;
}

export function forked<News extends { readonly type: string }>(
  program: string,
  args: readonly string[],
  isNews: (message: unknown) => message is News,
): Forked<News> {
  const child: ChildProcess = fork(new URL(program, import.meta.url), args, { execArgv: ['--no-warnings'] });
  const news: News[] = [];
  const listeners = new Set<() => void>();
  let failure: Error | undefined;
  const tell = (): void => {
    for (const look of [...listeners]) look();
  };
  child.on('message', (message) => {
    if (isNews(message)) news.push(message);
    tell();
  });
  child.once('exit', (code, signal) => {
    failure = new Error(`${program} ${args[0]} ended with ${signal ?? code}`);
    tell();
  });
  return {
    pid: child.pid!,
    told: (type) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = news.find((one): one is Extract<News, { readonly type: typeof type }> => one.type === type);
          if (found === undefined && failure === undefined) return;
          listeners.delete(look);
          if (found !== undefined) resolve(found);
          else reject(failure);
        };
        listeners.add(look);
        look();
      }),
    go: () => void child.send('go'),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
