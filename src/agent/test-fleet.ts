// A fleet of probes: their sockets, port agents, files and events are real.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import { localBus } from '../bus/local-bus.ts';
import { nextMessage } from '../bus/test-next-message.ts';
import type { Topic, Topics } from '../bus/topics.ts';
import { parseConfig } from '../config/parse-config.ts';
import type { Instrument } from '../definition/instrument.ts';
import type { Probe } from '../driver/test-probe.ts';
import { systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import type { InstrumentEvent } from '../model/event.ts';
import type { Deployment } from './deployment.ts';
import { Fleet } from './fleet.ts';

export const ADMIN = { by: 'admin@ship page', user: 'admin', role: 'admin' } as const;

/** Where a probe is, as a configuration says it. */
export const linkOf = ({ link }: Probe): string => (link.type === 'tcp' ? `tcp://${link.host}:${link.port}` : '');

export async function startFleet(
  t: TestContext,
  /** The file, but for the data folder. */
  text: string,
  definitions: readonly Instrument[],
  foreign: readonly string[] = [],
  /** What becomes of the file after it was read. */
  meanwhile: (file: string, whole: (instruments: string) => string) => Promise<void> = async () => {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-fleet-'));
  const file = join(folder, 'sonde.yaml');
  const whole = (instruments: string): string => `data: ${join(folder, 'data')}\n${instruments}`;
  await writeFile(file, whole(text));
  const kinds = definitions.map(({ kind }) => kind);
  const loadable = new Map(definitions.map((definition) => [definition.kind, definition]));
  const load = async (text: string): Promise<Deployment> => ({
    config: parseConfig(text, file, { kinds }),
    text,
    async loadInstrument(kind) {
      const definition = loadable.get(kind);
      if (definition === undefined) throw new RangeError(`${kind} is gone`);
      return definition;
    },
    rereadFor: ({ kind }) => (foreign.includes(kind) ? async () => loadable.get(kind)! : undefined),
  });
  const deployment = await load(whole(text));
  await meanwhile(file, whole);
  const bus = localBus();
  const events: InstrumentEvent[] = [];
  bus.subscribe('event', (event) => void events.push(event));
  const counts = new Map<string, number[]>();
  bus.subscribe('samples', ({ instrument, samples }) => {
    const own = counts.get(instrument) ?? [];
    counts.set(instrument, [...own, ...samples.map(({ values }) => Number(values.count))]);
  });
  const fleet = await Fleet.start({
    ...deployment,
    clock: systemClock,
    logger: silentLogger,
    bus,
    database: new DatabaseSync(':memory:'),
    file,
    load,
  });
  t.after(async () => {
    await fleet.stopPortAgents();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const message = <T extends Topic>(topic: T, fits?: (news: Topics[T]) => boolean) => nextMessage(bus, topic, fits);
  /** Resolves when the instrument is in this state. */
  const inState = async (id: string, state: string): Promise<void> => {
    const told = message('summary', (summary) => summary.id === id && summary.state === state);
    if (fleet.agents.get(id)?.driver.getCurrentState() !== state) await told;
  };
  const event = async (type: string, fits: (event: InstrumentEvent) => boolean = () => true) =>
    events.find((one) => one.type === type && fits(one)) ?? message('event', (one) => one.type === type && fits(one));
  return {
    folder,
    file,
    whole,
    bus,
    fleet,
    events,
    counts,
    loadable,
    message,
    inState,
    event,
    service: bus.find('fleet', '')!,
  };
}
