// What the tests of whole drivers share: a clock that runs faster, a port agent, a driver, and waiting for what it tells.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Instrument } from '../definition/instrument.ts';
import { outsideHandlers } from '../fsm/handling.ts';
import { type Clock, systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { fromMillis } from '../kit/time.ts';
import type { LinkSpec } from '../link/link-spec.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { Sample } from '../model/sample.ts';
import { PortAgent } from '../port-agent/port-agent.ts';
import { DeclaredDriver } from './declared-driver.ts';

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

type EventOf<Type extends DriverAsyncEvent['type']> = Extract<DriverAsyncEvent, { readonly type: Type }>;

/** All that a driver tells, and waiting for it. */
export class Told {
  readonly events: DriverAsyncEvent[] = [];
  readonly #looking = new Set<() => void>();

  readonly hear = (event: DriverAsyncEvent): void => {
    this.events.push(event);
    for (const look of [...this.#looking]) look();
  };

  of<Type extends DriverAsyncEvent['type']>(type: Type): EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type);
  }

  get states(): string[] {
    return this.of('state_change').map(({ state }) => state);
  }

  get samples(): Sample[] {
    return this.of('sample').flatMap(({ samples }) => samples);
  }

  /** What was sent to the instrument, in order. */
  get sent(): string[] {
    return this.of('exchange').map(({ exchange }) => exchange.sent);
  }

  get errors(): string[] {
    return this.of('error').map(({ error }) => error.message);
  }

  forget(): void {
    this.events.length = 0;
  }

  /** Resolves when this holds: now, or after something that is told. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        this.#looking.delete(look);
        outsideHandlers(resolve);
      };
      this.#looking.add(look);
      look();
    });
  }
}

export interface RigOptions {
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
  { definition, link, clock = systemClock, agentClock = clock }: RigOptions,
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
  const driver = new DeclaredDriver(told.hear, { definition, instrument: 'unit', clock, reconnect: { first: 20 } });
  t.after(() => driver.close());
  const config = { addr: '127.0.0.1', port: agent.ports.data, http_port: agent.ports.http };
  await driver.configure(config);
  await driver.connect();
  await told.until(() => driver.getCurrentState() === 'unknown');
  return { driver, agent, told, config, log: join(data, 'unit', 'log') };
}
