// What the tests of whole drivers share: a clock that runs faster, a port agent and a driver.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Instrument } from '../definition/instrument.ts';
import { type Clock, systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { fromMillis } from '../kit/time.ts';
import type { LinkSpec } from '../link/link-spec.ts';
import { PortAgent } from '../port-agent/port-agent.ts';
import { DeclaredDriver, type DeclaredDriverOptions } from './declared-driver.ts';
import { Told } from './told.ts';

/** The system's clock, so many times as fast, from now on. */
export function fastClock(factor: number): Clock {
  const start = systemClock.now();
  const began = systemClock.elapsed();
  const elapsed = (): number => (systemClock.elapsed() - began) * factor;
  return {
    elapsed,
    now: () => start + fromMillis(elapsed()),
    after: (ms, run) => systemClock.after(ms / factor, run),
  };
}

export interface RigOptions extends Partial<Pick<DeclaredDriverOptions, 'schedule' | 'state'>> {
  readonly definition: Instrument;
  readonly link: LinkSpec;
  readonly clock?: Clock;
  /** The port agent's, where it is another. */
  readonly agentClock?: Clock;
}

export interface Rig {
  readonly driver: DeclaredDriver;
  readonly agent: PortAgent;
  readonly told: Told;
  readonly config: { readonly addr: string; readonly port: number; readonly http_port: number };
  /** The folder with the instrument's log. */
  readonly log: string;
}

/** A driver that is attached to a port agent of its own; both end with the test. */
export async function startDriver(
  t: TestContext,
  { definition, link, clock = systemClock, agentClock = clock, ...more }: RigOptions,
): Promise<Rig> {
  const data = await mkdtemp(join(tmpdir(), 'sonde-driver-'));
  t.after(() => rm(data, { recursive: true, force: true, maxRetries: 3 }));
  const agent = await PortAgent.start({
    name: 'unit',
    link,
    data,
    run: join(data, 'run'),
    clock: agentClock,
    logger: silentLogger,
  });
  t.after(() => agent.close());
  const told = new Told();
  const reconnect = { first: 20 };
  const driver = new DeclaredDriver(told.hear, { ...more, definition, instrument: 'unit', clock, reconnect });
  t.after(() => driver.close());
  const config = { addr: '127.0.0.1', port: agent.ports.data, http_port: agent.ports.http };
  await driver.configure(config);
  await driver.connect();
  await told.until(() => driver.getCurrentState() === 'unknown');
  return { driver, agent, told, config, log: join(data, 'unit', 'log') };
}
