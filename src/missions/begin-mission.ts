import { randomUUID } from 'node:crypto';
import type { Bus } from '../bus/bus.ts';
import type { Caller } from '../bus/services.ts';
import type { Clock } from '../kit/clock.ts';
import { describeError } from '../kit/errors.ts';
import { millisToIso, toMillis, toWholeMillis } from '../kit/time.ts';
import type { MissionRun } from '../model/api/mission.ts';
import { isAbove } from '../model/api/roles.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { checkMission } from './check-mission.ts';
import { holdLocks } from './held-locks.ts';
import type { KeptMission } from './mission-table.ts';
import { namedInstruments, usedInstruments } from './plan.ts';
import { ProgramEnds, RunningMission } from './running-mission.ts';
import { checkScope } from './scope.ts';
import { World } from './world.ts';

export interface Beginning {
  readonly kept: KeptMission;
  readonly caller: Caller;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Told of the run whenever something has changed. */
  tell(run: MissionRun): void;
  note(draft: EventDraft): void;
}

/** A run that goes on. */
export interface Going {
  readonly running: RunningMission;
  readonly instruments: readonly string[];
  /** Resolves when it is over and has given back what it held. */
  readonly over: Promise<void>;
}

/** Checks a mission, takes its locks, and begins to carry it out. */
export async function beginMission({ kept, caller, bus, clock, tell, note }: Beginning): Promise<Going> {
  const { name, text, role } = kept;
  const { plan } = await checkMission(bus, text, name);
  const instruments = namedInstruments(plan);
  checkScope(caller, instruments);
  // Its author was allowed what it does, and lets others start it.
  const acting: Caller = { ...caller, role: isAbove(role, caller.role) ? role : caller.role };
  const world = await World.open(bus, clock, instruments);
  try {
    let running: RunningMission | undefined;
    const locks = await holdLocks({
      bus,
      clock,
      caller: acting,
      instruments: plan.locks ? usedInstruments(plan) : [],
      reason: `mission ${name}`,
      onLost: (error) => running?.stop(error),
    });
    const id = randomUUID();
    const run = { mission: name, run: id };
    running = new RunningMission({
      id,
      mission: name,
      plan,
      bus,
      clock,
      caller: acting,
      locks,
      world,
      onChange: tell,
      onFailed: (step, error) =>
        note({ type: 'mission_step_failed', by: caller.by, details: { ...run, step, error: describeError(error) } }),
    });
    note({ type: 'mission_started', by: caller.by, details: run });
    tell(running.run);
    const over = carryOut(running, clock, note).finally(() => {
      world[Symbol.dispose]();
      return locks[Symbol.asyncDispose]();
    });
    return { running, instruments, over };
  } catch (error) {
    world[Symbol.dispose]();
    throw error;
  }
}

async function carryOut(running: RunningMission, clock: Clock, note: Beginning['note']): Promise<void> {
  const began = clock.elapsed();
  const run = await running.carryOut();
  note(endOf(run, clock.elapsed() - began));
}

/** What there is to say of a run that is over. */
function endOf({ mission, id, by, state, error }: MissionRun, milliseconds: number): EventDraft {
  const outcome = state === 'done' || state === 'failed' ? state : ('stopped' as const);
  const details = { mission, run: id, state: outcome, milliseconds, ...(error !== undefined && { error }) };
  return { type: 'mission_ended', by, details };
}

/** How a run ended that a program which is no more had begun, and what there is to say of that. */
export function cutOff(run: MissionRun, clock: Clock): { readonly run: MissionRun; readonly end: EventDraft } {
  const now = clock.now();
  const steps = run.steps.map((step) =>
    step.state === 'running' || step.state === 'waiting' ? { ...step, state: 'stopped' as const } : step,
  );
  const ended = millisToIso(toWholeMillis(now));
  const cut: MissionRun = { ...run, state: 'stopped', ended, steps, error: new ProgramEnds().message };
  return { run: cut, end: endOf(cut, toMillis(now) - Date.parse(run.started)) };
}
