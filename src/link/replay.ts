import { open } from 'node:fs/promises';
import { type Clock, sleep } from '../kit/clock.ts';
import { NotImplementedError } from '../kit/errors.ts';
import { connectionError } from './explain.ts';
import { linkName } from './format-link.ts';
import type { Link } from './link.ts';
import type { ReplaySpec } from './link-spec.ts';
import { MediumLink, type MediumLinkOptions } from './medium-link.ts';
import type { OpenOptions, TimedChunk } from './open-options.ts';

const READ = 64 * 1024;
/** At a given rate, bytes come in pieces this many ms apart. */
const TICK = 50;

/** A device that sends `chunks` and then falls silent. What is written to it is accepted and has no effect. */
export function replayLink(chunks: AsyncIterable<TimedChunk>, options: MediumLinkOptions): Link {
  const gone = new AbortController();
  let open = Promise.withResolvers<void>();
  open.resolve();
  const link = new MediumLink(
    {
      flow: {
        pause: () => {
          open = Promise.withResolvers();
        },
        resume: () => open.resolve(),
      },
      write: async () => {},
      release: async () => {
        gone.abort();
        open.resolve();
      },
    },
    options,
  );
  const play = async (): Promise<void> => {
    for await (const { after, bytes } of chunks) {
      if (after > 0) await sleep(options.clock, after, gone.signal);
      await open.promise;
      if (gone.signal.aborted) return;
      link.receive(bytes);
    }
  };
  play().catch((error) => link.fail(error));
  return link;
}

/** Plays a file. Rejects with a `ConnectionError` when it cannot be read. */
export async function openReplay(spec: ReplaySpec, { clock, readRecording }: OpenOptions): Promise<Link> {
  const name = linkName(spec);
  await (await open(spec.path).catch((error) => Promise.reject(connectionError(name, error)))).close();
  const { path, pace } = spec;
  if (pace === 'recorded' && readRecording === undefined) {
    throw new NotImplementedError(
      `${name}: nothing here reads recordings; give a pace of 'fast' or in bytes per second`,
    );
  }
  const once = (): AsyncIterable<TimedChunk> =>
    pace === 'recorded' ? readRecording!(path) : pace === 'fast' ? whole(path) : steady(path, pace, clock);
  return replayLink(spec.loop ? repeated(once) : once(), { name, clock, quietLimit: spec.quietLimit });
}

async function* repeated(once: () => AsyncIterable<TimedChunk>): AsyncGenerator<TimedChunk> {
  for (let empty = false; !empty; ) {
    empty = true;
    for await (const chunk of once()) {
      empty = false;
      yield chunk;
    }
  }
}

async function* whole(path: string, size = READ): AsyncGenerator<TimedChunk> {
  const file = await open(path);
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafeSlow(size);
      const { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) return;
      yield { after: 0, bytes: buffer.subarray(0, bytesRead) };
    }
  } finally {
    await file.close();
  }
}

/** Keeps the rate over the whole, however late a single piece was taken. */
async function* steady(path: string, rate: number, clock: Clock): AsyncGenerator<TimedChunk> {
  const begin = clock.elapsed();
  let sent = 0;
  for await (const { bytes } of whole(path, Math.max(1, Math.min(READ, Math.round((rate * TICK) / 1000))))) {
    sent += bytes.length;
    yield { after: begin + (sent / rate) * 1000 - clock.elapsed(), bytes };
  }
}
