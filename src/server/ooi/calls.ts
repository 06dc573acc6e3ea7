import { z } from 'zod';
import { findInstrument } from '../../bus/find-instrument.ts';
import type { Caller, InstrumentService } from '../../bus/services.ts';
import type { Clock } from '../../kit/clock.ts';
import { LockedError, ParameterError } from '../../kit/errors.ts';
import type { Role } from '../../model/api/roles.ts';
import { Answer, type Asked, type Endpoint, endpoint, type Method } from '../endpoint.ts';
import { checkInstrument } from '../identity.ts';
import { type ArgumentName, argumentsOf, ooiBody, ooiQuery } from './asked.ts';
import { type Executed, NoAnswerError } from './execute.ts';
import { holderOf, keyOf, type OoiLocks } from './locks.ts';
import { type DriverCall, failureOf, isOfDriver, problemOfDriver, resultOf } from './reply.ts';
import type { Sniffers } from './sniffers.ts';

export interface OoiParts {
  readonly data: string;
  readonly clock: Clock;
  readonly locks: OoiLocks;
  readonly sniffers: Sniffers;
}

/** A request to one instrument, by what it needs. */
export interface Call {
  readonly id: string;
  readonly service: InstrumentService;
  /** With the lease that their key stands for. */
  readonly caller: Caller;
  readonly argument: (name: ArgumentName) => unknown;
  readonly asked: Asked<{ id: string }, unknown, unknown>;
}

export const PREFIX = '/instrument/api';
const GROUP = "OOI's HTTP agent";
const params = z.strictObject({ id: z.string().max(200) });
/** The same for all of them. */
export const shape = { group: GROUP, reply: z.json(), query: ooiQuery } as const;

/** How requests are answered in the shapes that scripts know. */
export function ooiCalls({ clock, locks }: OoiParts) {
  const lockedBy = (id: string) => ({ 'locked-by': holderOf(locks.of(id)) });

  /** What the driver is asked, as it answers; what went wrong in it is no failure of the request. */
  async function driver(call: DriverCall, work: () => Promise<Executed>): Promise<object> {
    try {
      const done = await work();
      return 'failed' in done ? failureOf(done.failed, call, clock.now()) : resultOf(done.value, call, clock.now());
    } catch (thrown) {
      if (thrown instanceof ParameterError && thrown.issues.length > 0) throw thrown;
      if (!isOfDriver(thrown)) throw thrown;
      return failureOf(problemOfDriver(thrown), call, clock.now());
    }
  }

  /** Answers of a kind that scripts know, where something is in the way. */
  async function answered(id: string, work: () => Promise<unknown>): Promise<unknown> {
    try {
      return await work();
    } catch (thrown) {
      if (thrown instanceof LockedError)
        return new Answer({ ...lockedBy(id), detail: thrown.message }, { status: 409 });
      if (thrown instanceof NoAnswerError) return new Answer({ timeout: thrown.message }, { status: 408 });
      if (thrown instanceof ParameterError && thrown.issues.length > 0) {
        const told = thrown.issues.map(({ name, message }) => [name, message]);
        return new Answer(Object.fromEntries(told), { status: 400 });
      }
      throw thrown;
    }
  }

  /** An endpoint of one instrument. */
  const own = (
    method: Method,
    path: string,
    summary: string,
    run: (call: Call) => Promise<unknown>,
    more: { readonly role?: Role; readonly reply?: string } = {},
  ): Endpoint =>
    endpoint({
      ...shape,
      method,
      path: `${PREFIX}/:id${path}`,
      summary,
      params,
      role: method === 'GET' ? 'viewer' : 'operator',
      ...(method !== 'GET' && { body: ooiBody }),
      ...more,
      run: (asked: Asked<{ id: string }, unknown, unknown>) =>
        answered(asked.params.id, async () => {
          const { id } = asked.params;
          const service = findInstrument(asked.bus, id);
          checkInstrument(id, asked.caller);
          const argument = argumentsOf(asked.query, asked.body);
          const caller = await locks.callerWith(id, keyOf(argument('key')), asked.caller);
          return run({ id, service, caller, argument, asked });
        }),
    });

  const checkLock = ({ id, caller, asked: { bus } }: Call): void => bus.find('locks', '')?.check(id, caller);

  /** The same, for what nobody may do while somebody else holds the instrument. */
  const guarded: typeof own = (method, path, summary, run, more) =>
    own(
      method,
      path,
      summary,
      (call) => {
        checkLock(call);
        return run(call);
      },
      more,
    );

  return { driver, own, guarded, checkLock, lockedBy };
}

/** The instruments that somebody may see. */
export const all = (asked: Pick<Asked<unknown, unknown, unknown>, 'bus' | 'caller'>): readonly string[] =>
  asked.bus.keys('instrument').filter((id) => asked.caller.instruments?.includes(id) !== false);
