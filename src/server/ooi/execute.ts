import type { Caller, InstrumentService } from '../../bus/services.ts';
import { withDeadline } from '../../kit/abort.ts';
import { toBytes } from '../../kit/bytes.ts';
import type { Clock } from '../../kit/clock.ts';
import { ForbiddenError, ParameterError, TimeoutError } from '../../kit/errors.ts';
import { isOver, type Job } from '../../model/api/job.ts';
import { isAtLeast } from '../../model/api/roles.ts';
import { toValue, toValues } from './asked.ts';
import { stateName } from './names.ts';

export interface ExecuteOptions {
  readonly service: InstrumentService;
  readonly caller: Caller;
  readonly clock: Clock;
  /** In ms. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** Rejects with this where the answer did not come in time; what was begun goes on. */
export class NoAnswerError extends Error {
  readonly timeout: number;
  constructor(timeout: number) {
    super(`no response in timeout interval ${timeout}`);
    this.timeout = timeout;
  }
}

/** What a command came to: `BUSY` where another one goes on. */
export type Executed =
  | { readonly value: unknown }
  | { readonly failed: { readonly code: string; readonly detail: string } };

/** Carries a command out as OOI's drivers do: one at a time, and its value is the state afterwards and the result. */
export async function execute(
  command: string,
  kwargs: Readonly<Record<string, unknown>>,
  options: ExecuteOptions,
): Promise<Executed> {
  const { service, caller } = options;
  const direct = isDirect(command) ? DIRECT[command] : undefined;
  if (direct !== undefined) {
    if (!isAtLeast(caller.role, 'engineer'))
      throw new ForbiddenError(`direct access wants the role engineer, ${caller.by} is ${caller.role}`);
    await direct(service, caller, kwargs);
    return pairOf(service, null);
  }
  if (await isBusy(service)) return { value: 'BUSY' };
  const { confirm, ...args } = kwargs;
  const job = await service.start({ command, args: toValues(args), confirm: confirm === true }, caller);
  const over = await overInTime(job, options);
  if (over.state === 'done') return pairOf(service, over.result ?? null);
  return { failed: over.error ?? { code: 'internal', detail: `'${command}' was broken off` } };
}

/** Whether something goes on that another command would have to wait for. */
export const isBusy = async (service: InstrumentService): Promise<boolean> =>
  (await service.overview()).jobs.some((job) => !isOver(job));

const pairOf = async (service: InstrumentService, result: unknown): Promise<Executed> => ({
  value: [stateName((await service.summary()).state), result],
});

async function overInTime({ id }: Job, { service, clock, timeout, signal }: ExecuteOptions): Promise<Job> {
  const job = await inTime(clock, timeout, signal, (own) => service.wait(id, own));
  if (!isOver(job)) throw new NoAnswerError(timeout);
  return job;
}

/** What a deadline of ours says, and no time-out of the driver's. */
const AWAITED = 'the answer that was asked for';

/** Work that is given up after so many ms. */
export async function inTime<T>(
  clock: Clock,
  timeout: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await withDeadline(clock, timeout, AWAITED, signal, work);
  } catch (error) {
    if (error instanceof TimeoutError && error.awaited === AWAITED) throw new NoAnswerError(timeout);
    throw error;
  }
}

type Direct = (service: InstrumentService, caller: Caller, kwargs: Readonly<Record<string, unknown>>) => Promise<void>;

/** Direct access through commands: its answers are seen with `sniff`. */
const DIRECT: Readonly<Record<string, Direct>> = {
  start_direct: (service, caller) => service.openDirect({}, caller),
  execute_direct: (service, caller, { data }) => service.writeDirect(directBytes(data), caller),
  stop_direct: (service, caller) => service.closeDirect(caller),
};

export const isDirect = (command: string): boolean => Object.hasOwn(DIRECT, command);

function directBytes(data: unknown): Uint8Array {
  const value = toValue('data', data ?? null);
  if (value instanceof Uint8Array) return value;
  if (typeof value === 'string') return toBytes(value);
  throw new ParameterError([{ name: 'data', message: "must be a text, or bytes as '_base64:…'" }]);
}
