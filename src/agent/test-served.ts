// An instrument that is served on a bus: its socket, its port agent, its locks and its database are real.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import { startLocks } from '../access/locks.ts';
import { localBus } from '../bus/local-bus.ts';
import type { Caller } from '../bus/services.ts';
import { nextMessage } from '../bus/test-next-message.ts';
import type { Topic, Topics } from '../bus/topics.ts';
import { defineInstrument } from '../definition/define-instrument.ts';
import type { Instrument } from '../definition/instrument.ts';
import { type Probe, probe, startProbe } from '../driver/test-probe.ts';
import { Told } from '../driver/told.ts';
import { systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { PortAgent } from '../port-agent/port-agent.ts';
import { checkpointFile } from '../store/checkpoint.ts';
import { nullSink } from '../store/sample-sink.ts';
import { InstrumentAgent } from './instrument-agent.ts';
import { foreignPortAgent } from './port-agent-home.ts';
import { ServedInstrument } from './served-instrument.ts';
import { type Configured, Wanted } from './wanted.ts';

const untyped: Instrument = probe;
const states: Instrument['states'] = { ...untyped.states, measuring: { busy: true } };
const commands: Instrument['commands'] = {
  ...untyped.commands,
  measure: { send: 'measure', during: 'measuring', abort: 'quit', progress: { each: /step/, of: 3 } },
  wipe: { send: 'wipe', dangerous: true, description: 'Wipes its memory.' },
};

/** The probe with a long measurement that tells how far it is, and a command that may do harm. */
export const served: Instrument = defineInstrument({ ...untyped, states, commands });

export const callerOf = (role: Caller['role'], by = `${role}@ship page`): Caller => ({ by, user: by, role });
export const OPERATOR = callerOf('operator');
export const ENGINEER = callerOf('engineer');

export async function serve(
  t: TestContext,
  options: {
    readonly answer?: (line: string, own: Probe) => string | undefined;
    readonly configured?: Configured;
    readonly definition?: Instrument;
  } = {},
) {
  const { answer, configured = {}, definition = served } = options;
  const folder = await mkdtemp(join(tmpdir(), 'sonde-served-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const device = await startProbe(t, answer);
  const clock = systemClock;
  const portAgent = await PortAgent.start({
    name: 'unit',
    link: device.link,
    data: folder,
    run: join(folder, 'run'),
    clock,
    logger: silentLogger,
  });
  t.after(() => portAgent.close());
  const bus = localBus();
  const database = new DatabaseSync(':memory:');
  const locks = startLocks({ bus, database, clock, logger: silentLogger });
  t.after(() => locks[Symbol.dispose]());
  const told = new Told();
  const drafts: EventDraft[] = [];
  const looking = new Set<() => void>();
  const record = (draft: EventDraft): void => {
    drafts.push(draft);
    for (const look of [...looking]) look();
  };

  const run = (now: Configured = configured) => {
    const agent = new InstrumentAgent({
      id: 'unit',
      definition,
      home: foreignPortAgent({ addr: '127.0.0.1', port: portAgent.ports.data, http_port: portAgent.ports.http }),
      openSink: () => nullSink,
      checkpoint: checkpointFile(join(folder, 'checkpoint.json')),
      clock,
      logger: silentLogger,
      events: { record, [Symbol.asyncDispose]: async () => {} },
      wanted: new Wanted('unit', now, database),
      correctionPause: 1,
      isLocked: () => bus.find('locks', '')?.of('unit') !== undefined,
    });
    agent.events.add(told.hear);
    const service = new ServedInstrument({ agent, bus, clock, stored: async () => ({ log: 0, samples: 0 }) });
    agent.start();
    const end = async (): Promise<void> => {
      await service[Symbol.asyncDispose]();
      await agent[Symbol.asyncDispose]();
    };
    t.after(end);
    return { agent, service, end };
  };

  const message = <T extends Topic>(topic: T, fits?: (news: Topics[T]) => boolean) => nextMessage(bus, topic, fits);
  const draftsOf = <T extends EventDraft['type']>(type: T): Extract<EventDraft, { type: T }>[] =>
    drafts.filter((draft): draft is Extract<EventDraft, { type: T }> => draft.type === type);
  /** Resolves when so many of a type were recorded. */
  const recorded = (type: EventDraft['type'], times = 1): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (draftsOf(type).length < times) return;
        looking.delete(look);
        resolve();
      };
      looking.add(look);
      look();
    });
  return { device, recorded, bus, database, told, drafts, draftsOf, run, message, locks: bus.find('locks', '')! };
}
