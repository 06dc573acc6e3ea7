import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localBus } from '../bus/local-bus.ts';
import type { Caller, InstrumentService } from '../bus/services.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { silentLogger } from '../kit/logger.ts';
import type { Role } from '../model/api/roles.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { openStateDatabase } from '../store/state-database.ts';

const unasked = (): Promise<never> => Promise.reject(new Error('nobody asks this instrument'));

/** An instrument that is there, and no more. */
const present: InstrumentService = {
  summary: unasked,
  overview: unasked,
  describe: unasked,
  get: unasked,
  preview: unasked,
  set: unasked,
  start: unasked,
  job: unasked,
  wait: unasked,
  cancel: unasked,
  openDirect: unasked,
  writeDirect: unasked,
  breakDirect: unasked,
  closeDirect: unasked,
  reload: unasked,
  flush: unasked,
  setSchedule: unasked,
};

/** A database in a folder of its own, a bus with instruments, and a clock that stands still. */
export async function accessRig(start?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-access-'));
  const database = await openStateDatabase(folder);
  const clock = new FakeClock(start);
  const bus = localBus();
  for (const id of ['ctd', 'adcp']) bus.offer('instrument', id, present);
  const notes: { readonly instrument?: string; readonly draft: EventDraft }[] = [];
  bus.subscribe('note', (note) => notes.push(note));
  return {
    folder,
    database,
    clock,
    logger: silentLogger,
    bus,
    notes,
    /** What happened, as `<instrument or system>: <type> by <who>`. */
    story: () => notes.map(({ instrument = 'system', draft }) => `${instrument}: ${draft.type} by ${draft.by}`),
    async [Symbol.asyncDispose]() {
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const caller = (by: string, role: Role = 'operator', more: Partial<Caller> = {}): Caller => ({
  by,
  user: `user:${by}`,
  role,
  ...more,
});
