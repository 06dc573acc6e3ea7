import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import { Fleet } from '../agent/fleet.ts';
import type { Config } from '../config/schema.ts';
import { serveControl } from '../control/control-server.ts';
import { sleep } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { serveReplay } from '../simulator/replay.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { secondsNumber } from './arguments.ts';
import type { CliContext } from './context.ts';
import { reportSamples } from './report-samples.ts';
import { canShowLive, showLive } from './show-live.ts';
import { aborted, runInScope } from './stopping.ts';

/** A burst that a Vector of OOI's Coastal Pioneer Array recorded on 2014-10-11. */
const VECTOR_CAPTURE = fileURLToPath(
  new URL('../instruments/nortek/vector/fixtures/field-2014-10-11.log', import.meta.url),
);
/** The pace at which it was recorded: 80,466 bytes in the 180 s of the burst. */
const VECTOR_BYTES_PER_SECOND = 447;

interface DemoOptions {
  readonly headless?: boolean;
  readonly seconds?: number;
  readonly json?: boolean;
  readonly data?: string;
}

const config = (data: string, ctdPort: number, vectorPort: number): Config => ({
  data,
  outputs: { jsonl: join(data, 'out'), parquet: true },
  instruments: {
    ctd: {
      kind: 'sea_bird.sbe37_smp',
      name: 'Simulated MicroCAT',
      link: `tcp://127.0.0.1:${ctdPort}`,
      startup: { parameters: { interval: 1, output_salinity: true }, mode: 'autosample' },
    },
    vector: {
      kind: 'nortek.vector',
      name: 'Vector, replayed from the field',
      link: `tcp://127.0.0.1:${vectorPort}`,
      startup: { mode: 'leave' },
    },
  },
});

/** `sonde demo`: two instruments that need no hardware, run like real ones. */
export function demoCommand(context: CliContext): Command {
  return new Command('demo')
    .description('run a simulated SBE 37 and a field recording of a Vector; Ctrl-C ends everything')
    .option('--headless', 'no live view')
    .addOption(new Option('--seconds <n>', 'end by itself').argParser(secondsNumber))
    .option('--json', 'print every sample as one line of JSON')
    .option('--data <folder>', 'keep logs and samples here; where not given they are removed at the end')
    .action(async ({ headless, seconds, json, data }: DemoOptions) => {
      const folder = data === undefined ? await mkdtemp(join(tmpdir(), 'sonde-demo-')) : resolve(data);
      try {
        await runInScope(async (use, signal) => {
          const { clock, stdout } = context;
          const ctd = use(await serveSimulator(await context.loadInstrument('sea_bird.sbe37_smp'), { tcp: 0, clock }));
          const pace = { bytesPerSecond: VECTOR_BYTES_PER_SECOND };
          const vector = use(await serveReplay({ file: VECTOR_CAPTURE, pace, loop: true, tcp: 0, clock }));
          const live = !headless && canShowLive(context);
          const logger = live ? silentLogger : context.logger;
          const fleet = await Fleet.start({ ...context, logger, config: config(folder, ctd.port!, vector.port) });
          use({ [Symbol.asyncDispose]: () => fleet.stopPortAgents() });
          if (json) use(reportSamples(fleet.agents, stdout));
          use(await serveControl(fleet.agents));
          if (live) use(showLive(fleet.agents, context, 'sonde demo'));
          await (seconds === undefined ? aborted(signal) : sleep(clock, seconds * 1000, signal).catch(() => {}));
        });
      } finally {
        if (data === undefined) await rm(folder, { recursive: true, force: true });
      }
    });
}
