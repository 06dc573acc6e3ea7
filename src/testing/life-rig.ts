import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instrument } from '../definition/instrument.ts';
import { DeclaredDriver } from '../driver/declared-driver.ts';
import { Told } from '../driver/told.ts';
import { withDeadline } from '../kit/abort.ts';
import { silentLogger } from '../kit/logger.ts';
import type { Use } from '../kit/scope.ts';
import type { Values } from '../model/sample.ts';
import { PortAgent } from '../port-agent/port-agent.ts';
import type { InstrumentSimulator } from '../simulator/instrument-simulator.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { QuietClock } from './quiet-clock.ts';

/** What is waited for longer will not come, in ms. */
const LONGEST = 10 * 60_000;
/** The instrument's clock is wrong by a second in a hundred. */
const DRIFT = 10_000;

/** An instrument that is not there, and its driver: all real but the instrument and the time. */
export interface Life {
  readonly definition: Instrument;
  readonly simulator: InstrumentSimulator;
  readonly driver: DeclaredDriver;
  readonly told: Told;
  readonly clock: QuietClock;
  /** The folder with the instrument's log. */
  readonly log: string;
  /** Waits for what must come; `what` says what it is. */
  until(what: string, holds: () => boolean): Promise<void>;
  /** How far the instrument's clock is from the true time, in ms. */
  clockError(): number;
  pullCable(): void;
}

async function temporaryFolder(use: Use): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-life-'));
  use({ [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) });
  return folder;
}

export interface Beginning {
  /** Parameters that differ from what the simulation's example replies show. */
  readonly initial?: Values;
  /** It streams already; else it sleeps, where it can. */
  readonly streaming?: boolean;
}

/** Its driver is attached when this resolves, and knows nothing of the instrument yet. */
export async function beginLife(
  use: Use,
  definition: Instrument,
  { initial = {}, streaming = false }: Beginning = {},
): Promise<Life> {
  const data = await temporaryFolder(use);
  const clock = use(new QuietClock());
  const { wake, sleepsAfter } = definition.dialogue;
  const asleep = !streaming && wake !== undefined && sleepsAfter !== undefined;
  const behaviour = { clock, initial, streaming, asleep, driftPpm: DRIFT };
  const device = use(await serveSimulator(definition, { tcp: 0, control: 0, ...behaviour }));
  const { simulator } = device;
  const agent = use(
    await PortAgent.start({
      name: 'unit',
      link: { type: 'tcp', host: '127.0.0.1', port: device.port!, controlPort: device.control! },
      data,
      run: join(data, 'run'),
      clock,
      logger: silentLogger,
    }),
  );
  const told = new Told();
  const driver = use(new DeclaredDriver(told.hear, { definition, instrument: 'unit', clock }));
  const until = (what: string, holds: () => boolean): Promise<void> =>
    withDeadline(clock, LONGEST, what, undefined, () => told.until(holds));
  await driver.configure({ addr: '127.0.0.1', port: agent.ports.data, http_port: agent.ports.http });
  await driver.connect();
  await until('the driver to be attached', () => driver.getCurrentState() === 'unknown');
  told.forget();
  return {
    definition,
    simulator,
    driver,
    told,
    clock,
    log: join(data, 'unit', 'log'),
    until,
    clockError: () => Math.abs(Number(simulator.time - clock.now()) / 1e6),
    pullCable: () => device.dropClients(),
  };
}
