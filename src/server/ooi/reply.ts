import { describeError, SondeError } from '../../kit/errors.ts';
import { type Nanos, toMillis } from '../../kit/time.ts';

/** What was asked of a driver. */
export interface DriverCall {
  readonly cmd: string;
  readonly args?: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
}

/** What OOI's drivers answer: also what went wrong in them comes with the status 200. */
const RESULT = 'DRIVER_ASYNC_RESULT';
const ERROR = 'DRIVER_ASYNC_EVENT_ERROR';

/** OOI's class and number of each kind of error, by our code. */
const ERRORS: Readonly<Record<string, readonly [code: number, name: string]>> = {
  parameter: [630, 'InstrumentParameterException'],
  state: [660, 'InstrumentStateException'],
  connection: [610, 'InstrumentConnectionException'],
  timeout: [690, 'InstrumentTimeoutException'],
  protocol: [640, 'InstrumentProtocolException'],
  sample: [650, 'SampleException'],
  not_implemented: [620, 'NotImplementedException'],
  confirmation: [670, 'InstrumentCommandException'],
};

/** A call's result. */
export const resultOf = (value: unknown, call: DriverCall, now: Nanos): object => shape(RESULT, value, call, now);

/** A call that failed: `[number, "class: what", where]`. */
export function failureOf(failed: { readonly code: string; readonly detail: string }, call: DriverCall, now: Nanos) {
  const [code, name] = ERRORS[failed.code] ?? [500, 'UnexpectedError'];
  return shape(ERROR, [code, `${name}: ${failed.detail}`, []], call, now);
}

const shape = (type: string, value: unknown, { cmd, args = [], kwargs = {} }: DriverCall, now: Nanos): object => ({
  time: toMillis(now) / 1000,
  type,
  value: value ?? null,
  cmd: { cmd, args, kwargs },
});

/** Whether an error is the driver's, and no fault of the request. */
export const isOfDriver = (thrown: unknown): thrown is SondeError =>
  thrown instanceof SondeError && Object.hasOwn(ERRORS, thrown.code);

export const problemOfDriver = (thrown: SondeError) => ({ code: thrown.code, detail: describeError(thrown) });
