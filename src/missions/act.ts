import type { Bus } from '../bus/bus.ts';
import type { Caller, InstrumentService } from '../bus/services.ts';
import { describeMilliseconds } from '../kit/duration.ts';
import { NotFoundError, SondeError, TimeoutError } from '../kit/errors.ts';
import { isOver, type Job } from '../model/api/job.ts';
import { toResultJson } from '../model/result-json.ts';
import { holds } from './condition.ts';
import { type Waiting, waitAtMost, waitForTime } from './gate.ts';
import type { Action } from './plan.ts';
import type { World } from './world.ts';

/** What a step is done with. */
export interface Doing extends Waiting {
  readonly bus: Bus;
  readonly world: World;
  /** By the clock's `elapsed`: what came before is not what is waited for. */
  readonly since: number;
  callerFor(instrument: string): Caller;
}

/** How a command failed, with the code of its error. */
class CommandError extends SondeError {
  readonly code: string;
  constructor({ command, state, error }: Job) {
    super(error?.detail ?? `${command} was ${state}`);
    this.code = error?.code ?? 'internal';
  }
}

/** Does what a step says; returns what came of it, as JSON. */
export async function act(action: Action, doing: Doing): Promise<unknown> {
  const { world, since, signal } = doing;
  switch (action.do) {
    case 'discover':
      return run(action.instrument, { command: 'discover', args: {} }, doing);
    case 'exec':
      return run(action.instrument, action, doing);
    case 'set':
      return toResultJson(
        await serviceOf(action.instrument, doing).set(action.values, doing.callerFor(action.instrument), signal),
      );
    case 'pause':
      await waitAtMost(doing, action.for);
      return undefined;
    case 'wait_time':
      await waitForTime(doing, action.minutes);
      return undefined;
    case 'wait_sample':
      return waitFor(`a sample of ${action.sample.instrument}.${action.sample.stream}`, action.atMost, doing, () =>
        world.hasSample(action.sample, since),
      );
    case 'wait_until':
      return waitFor(
        action.text,
        action.atMost,
        doing,
        () => holds(action.condition, (reference) => world.valueOf(reference, since)) === true,
      );
  }
}

function serviceOf(instrument: string, { bus }: Doing): InstrumentService {
  const service = bus.find('instrument', instrument);
  if (service === undefined) throw new NotFoundError(`there is no instrument '${instrument}' any more`);
  return service;
}

async function run(
  instrument: string,
  command: Parameters<InstrumentService['start']>[0],
  doing: Doing,
): Promise<unknown> {
  const { signal } = doing;
  const service = serviceOf(instrument, doing);
  const caller = doing.callerFor(instrument);
  const { id } = await service.start(command, caller);
  const job = await service.wait(id, signal);
  if (!isOver(job)) {
    // Refused where the instrument was taken over: then it is for whoever did that.
    await service.cancel(id, caller).catch(() => {});
    signal.throwIfAborted();
  }
  if (job.state !== 'done') throw new CommandError(job);
  return job.result;
}

async function waitFor(awaited: string, atMost: number, doing: Doing, isMet: () => boolean): Promise<undefined> {
  const onChange = (listener: () => void): (() => void) => doing.world.onChange(listener);
  if (await waitAtMost(doing, atMost, { isMet, onChange })) return undefined;
  throw new TimeoutError(awaited, describeMilliseconds(atMost));
}
