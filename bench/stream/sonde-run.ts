import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { stringify } from 'yaml';
import { type RunFile, runningPortAgent } from '../../src/port-agent/run-file.ts';
import { askSonde } from './ask-sonde.ts';

const SONDE = resolve(import.meta.dirname, '../../bin/sonde.js');
/** In ms. To be asked costs it time: it is asked seldom while much is still to come. */
const SOONEST = 20;
const LATEST = 1000;

/** `sonde run` with one instrument, as a user runs it; it and its port agent end with the scope. */
export interface SondeRun extends AsyncDisposable {
  readonly pid: number;
  readonly portAgent: number;
  /** Resolves when it has so many samples of this stream. */
  until(stream: string, samples: number): Promise<void>;
  /** Brings what waits in memory to the disk. */
  flush(): Promise<void>;
}

export async function sondeRun(folder: string, id: string, kind: string, port: number): Promise<SondeRun> {
  await using stack = new AsyncDisposableStack();
  const config = join(folder, 'sonde.yaml');
  const instruments = { [id]: { kind, link: `tcp://127.0.0.1:${port}` } };
  await writeFile(config, stringify({ data: folder, server: false, instruments }));
  const sockets = join(folder, 'sockets');
  const child = spawn(process.execPath, [SONDE, 'run', '--stop-port-agents', '--config', config], {
    env: { ...process.env, SONDE_RUNTIME_DIR: sockets, SONDE_LOG: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  stack.defer(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const ask = (method: 'GET' | 'POST', path: string): Promise<unknown> =>
    askSonde(join(sockets, `${child.pid}.sock`), method, path);
  const wait = async (ms: number): Promise<void> => {
    if (child.exitCode !== null) throw new Error(`sonde run ended with ${child.exitCode}`);
    await setTimeout(ms);
  };
  let running: RunFile | undefined;
  while (running === undefined) {
    await wait(SOONEST);
    running = await runningPortAgent(join(folder, 'run'), id);
  }
  const held = stack.move();
  return {
    pid: child.pid!,
    portAgent: running.pid,
    async until(stream, samples) {
      const begun = performance.now();
      for (;;) {
        const found = samplesOf(await ask('GET', `/instruments/${id}`).catch(() => undefined), stream);
        if (found >= samples) return;
        const rest = ((performance.now() - begun) * (samples - found)) / (found + 1);
        await wait(Math.min(LATEST, Math.max(SOONEST, rest / 2)));
      }
    },
    flush: async () => void (await ask('POST', `/instruments/${id}/flush`)),
    [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
  };
}

function samplesOf(overview: unknown, stream: string): number {
  const { streams = {} } = (overview ?? {}) as { streams?: Record<string, { samples: number }> };
  return streams[stream]?.samples ?? 0;
}
