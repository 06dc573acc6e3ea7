import { readdir } from 'node:fs/promises';
import { get } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { Running } from './processes.ts';

const LONGEST = 90_000;
const STANDING = z.array(z.object({ id: z.string(), state: z.string() }));

/** What the program of `sonde run` answers at its socket in the folder. */
async function ask(sockets: string, { pid }: Running, path: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  get({ socketPath: join(sockets, `${pid}.sock`), path }, (answer) => text(answer).then(resolve, reject)).on(
    'error',
    reject,
  );
  return promise;
}

/** Resolves when so many port agents have told in their folder where they are. */
export async function allServe(folder: string, count: number): Promise<void> {
  const signal = AbortSignal.timeout(LONGEST);
  for (;;) {
    const names = await readdir(folder).catch(() => []);
    if (names.filter((name) => name.endsWith('.json')).length === count) return;
    await setTimeout(50, undefined, { signal });
  }
}

/** Resolves when all stream. */
export async function allStream(sockets: string, agent: Running, count: number): Promise<void> {
  const begun = performance.now();
  for (;;) {
    const asked = await ask(sockets, agent, '/api/v1/instruments').catch(() => '[]');
    const streaming = STANDING.parse(JSON.parse(asked)).filter(({ state }) => state === 'autosample').length;
    if (streaming === count) return;
    if (performance.now() - begun > LONGEST || agent.child.exitCode !== null)
      throw new Error(`${streaming} of ${count} instruments stream after ${Math.round(performance.now() - begun)} ms`);
    await setTimeout(250);
  }
}

/** All that there is to say of an instrument. */
export async function overviewOf(sockets: string, agent: Running, id: string): Promise<void> {
  const said = JSON.parse(await ask(sockets, agent, `/api/v1/instruments/${id}`));
  if (said.id !== id) throw new Error(`asked for ${id}, the agent says ${JSON.stringify(said)}`);
}
