import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocks } from '../access/locks.ts';
import { Fleet } from '../agent/fleet.ts';
import { localBus } from '../bus/local-bus.ts';
import type { Caller, MissionService } from '../bus/services.ts';
import type { Config } from '../config/schema.ts';
import { loadInstrument } from '../instruments/find-instrument.ts';
import { silentLogger } from '../kit/logger.ts';
import type { MissionRun } from '../model/api/mission.ts';
import type { Role } from '../model/api/roles.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { PortAgent } from '../port-agent/port-agent.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { openStateDatabase } from '../store/state-database.ts';
import { QuietClock } from '../testing/quiet-clock.ts';
import { startMissions } from './start-missions.ts';

const KIND = 'sea_bird.sbe37_smp';

/** Missions with simulated instruments of these names, over real port agents, all on a clock that jumps when nothing else is awaited. */
export async function missionRig(...ids: readonly string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-missions-'));
  const rest = new AsyncDisposableStack();
  rest.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const clock = rest.use(new QuietClock('2026-01-01T05:00:00Z'));
  const database = await openStateDatabase(folder);
  rest.defer(() => database.close());
  const bus = localBus();
  const logger = silentLogger;
  const notes: { readonly instrument?: string; readonly draft: EventDraft }[] = [];
  bus.subscribe('note', (note) => notes.push(note));
  const ends: EventDraft[] = [];
  bus.subscribe('note', ({ draft }) => draft.type === 'mission_ended' && ends.push(draft));

  const definition = await loadInstrument(KIND);
  const instruments: Config['instruments'] = {};
  for (const id of ids) {
    const { port = 0 } = rest.use(await serveSimulator(definition, { tcp: 0, clock }));
    const link = { type: 'tcp', host: '127.0.0.1', port } as const;
    const portAgent = rest.use(
      await PortAgent.start({ name: id, link, data: folder, run: join(folder, 'run'), clock, logger }),
    );
    instruments[id] = {
      kind: KIND,
      attach: `tcp://127.0.0.1:${portAgent.ports.data}?command=${portAgent.ports.command}`,
    };
  }
  const config: Config = { data: folder, outputs: { parquet: false }, instruments };
  if (ids.length > 0) rest.use(await Fleet.start({ config, clock, logger, loadInstrument, bus, database }));
  rest.use(startLocks({ bus, database, clock, logger }));
  let missions = await startMissions({ bus, database, clock, logger });
  rest.defer(() => missions[Symbol.asyncDispose]());

  const runs: MissionRun[] = [];
  bus.subscribe('mission', (run) => runs.push(run));
  const service = (): MissionService => bus.find('missions', '')!;
  const until = <T>(find: (run: MissionRun) => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const leave = bus.subscribe('mission', (run) => {
        const found = find(run);
        if (found === undefined) return;
        leave();
        resolve(found);
      });
    });
  return {
    bus,
    clock,
    database,
    notes,
    runs,
    service,
    /** Resolves with what `find` finds in what is told of missions from now on. */
    until,
    /** Until all instruments are known to be in this state. */
    async inState(state: string): Promise<void> {
      for (const id of ids) {
        const reached = new Promise<void>((resolve) => {
          const leave = bus.subscribe('summary', (summary) => {
            if (summary.id !== id || summary.state !== state) return;
            leave();
            resolve();
          });
        });
        const { state: now } = (await bus.find('instrument', id)?.summary()) ?? {};
        if (now !== state) await reached;
      }
    },
    /** Saves a mission and carries it out. */
    async carryOut(text: string, caller: Caller = engineer): Promise<MissionRun> {
      await service().save('test', text, engineer);
      const over = until((run) => (run.ended === undefined ? undefined : run));
      await service().start('test', caller);
      return over;
    },
    async restart(): Promise<void> {
      await missions[Symbol.asyncDispose]();
      missions = await startMissions({ bus, database, clock, logger });
    },
    [Symbol.asyncDispose]: () => rest.disposeAsync(),
  };
}

export const callerOf = (by: string, role: Role, more: Partial<Caller> = {}): Caller => ({
  by,
  user: `user:${by}`,
  role,
  ...more,
});
export const engineer = callerOf('eva', 'engineer');
