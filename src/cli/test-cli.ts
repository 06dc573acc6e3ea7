import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Place } from '../client/place.ts';
import { followEvents } from '../client/server-events.ts';
import type { Config, InstrumentConfig } from '../config/schema.ts';
import { instrumentKinds, loadInstrument } from '../instruments/find-instrument.ts';
import { systemClock as clock } from '../kit/clock.ts';
import { silentLogger as logger } from '../kit/logger.ts';
import type { LiveData, LiveTopic } from '../model/api/live.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { startStation } from '../station/start-station.ts';
import { runProgram } from './program.ts';

/** Gathers what is written to it, as a pipe or a file would. */
class Output extends PassThrough {
  readonly isTTY = false;
  text = '';

  constructor() {
    super();
    this.on('data', (bytes: Buffer) => {
      this.text += bytes.toString();
    });
  }
}

/** A command in this process. */
export function run(...args: string[]): { readonly stdout: Output; readonly ended: Promise<Ran> } {
  const [stdin, stdout, stderr] = [new PassThrough(), new Output(), new Output()];
  const streams = { stdin, stdout, stderr } as unknown as Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>;
  const ended = runProgram(args, { clock, logger, ...streams, kinds: instrumentKinds, loadInstrument }).then(
    (code) => ({
      code,
      stdout: stdout.text,
      stderr: stderr.text,
    }),
  );
  return { stdout, ended };
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** All that `sonde run` runs, with a simulated MicroCAT called `ctd`, and commands that find it. */
export async function cliScene(more: Partial<InstrumentConfig> = {}) {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'sonde-cli-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  process.env.SONDE_RUNTIME_DIR = join(folder, 'sockets');
  const kind = 'sea_bird.sbe37_smp';
  const { port } = stack.use(await serveSimulator(await loadInstrument(kind), { tcp: 0 }));
  const config: Config = {
    data: join(folder, 'data'),
    outputs: { parquet: false },
    server: { listen: '127.0.0.1:0' },
    instruments: { ctd: { kind, link: `tcp://127.0.0.1:${port}`, ...more } },
  };
  const { server } = await startStation(
    { config, clock, logger, loadInstrument, endsPortAgents: () => true },
    (one) => {
      if (one !== undefined) stack.use(one);
      return one;
    },
  );
  const place: Place = { name: 'here', origin: server.addresses[0] ?? '', headers: {} };
  const owned = stack.move();
  return {
    folder,
    origin: place.origin,
    sonde: (...args: string[]): Promise<Ran> => run(...args).ended,
    /** Begins to listen at once; resolves when something that is wanted is told. */
    async told<T extends LiveTopic>(topic: T, isIt: (data: LiveData<T>) => boolean) {
      const events = followEvents(place, `/live?topics=${topic}`);
      await events.next();
      const found = (async () => {
        for await (const { event, data } of events) if (event === topic && isIt(JSON.parse(data))) return;
      })();
      // Where nobody waits for it, its end is nobody's error.
      found.catch(() => {});
      return { found };
    },
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  };
}
