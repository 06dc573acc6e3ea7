import type { Bus } from '../../bus/bus.ts';
import type { Caller, LockService } from '../../bus/services.ts';
import { LockedError, NotFoundError } from '../../kit/errors.ts';
import type { Lock } from '../../model/api/lock.ts';

/** A script's lock ends so many s after it was used last. */
const SECONDS = 3600;
const REASON = /^OOI key (.+)$/s;

/** What a script calls itself, where the lock was taken by one; else who holds it. */
export const holderOf = (lock: Lock | undefined): string | null =>
  lock === undefined ? null : (REASON.exec(lock.reason)?.[1] ?? lock.holder);

const MOST = 100;
export const keyOf = (given: unknown): string | undefined =>
  given === undefined || given === null || given === '' ? undefined : String(given).slice(0, MOST);

/**
 * The locks of OOI's scripts, which name themselves by any word. Here such a word is the name of a lease that belongs to a user: it is as
 * good as the lease's own key for that user, and for nobody else.
 */
export class OoiLocks {
  readonly #bus: Bus;
  /** The leases' own keys, by instrument. */
  readonly #keys = new Map<string, { readonly key: string; readonly user: string; readonly lease: string }>();

  constructor(bus: Bus) {
    this.#bus = bus;
  }

  of(instrument: string): Lock | undefined {
    return this.#service?.of(instrument);
  }

  async all(): Promise<readonly Lock[]> {
    return (await this.#service?.list()) ?? [];
  }

  /** `LockedError` where somebody else holds it. */
  async take(instrument: string, key: string, caller: Caller): Promise<void> {
    const locks = this.#service;
    if (locks === undefined) throw new NotFoundError('nothing can be locked here');
    const before = locks.of(instrument);
    const isOwn = before !== undefined && holderOf(before) === key && before.holder === caller.by;
    const known = this.#known(instrument, key, caller);
    // One that was taken before the program was started anew: the lease's own key is known no more.
    const request = { reason: `OOI key ${key}`, seconds: SECONDS, take_over: isOwn && known === undefined };
    const held = await locks.take(instrument, request, { ...caller, lock: known ?? caller.lock });
    this.#keys.set(instrument, { key, user: caller.user, lease: held.key });
  }

  /** `LockedError` where it is another key's. */
  async release(instrument: string, key: string | undefined, caller: Caller): Promise<void> {
    const holder = holderOf(this.of(instrument));
    if (key !== undefined && holder !== null && holder !== key)
      throw new LockedError(`${instrument} is locked by '${holder}', not by '${key}'`);
    const known = key === undefined ? undefined : this.#known(instrument, key, caller);
    await this.#service?.release(instrument, { ...caller, lock: known ?? caller.lock });
    this.#keys.delete(instrument);
  }

  /** Whoever asks with a key, as services know them: with the lease's own key, which is renewed by that. */
  async callerWith(instrument: string, key: string | undefined, caller: Caller): Promise<Caller> {
    const lock = this.of(instrument);
    if (lock === undefined || key === undefined || holderOf(lock) !== key || lock.holder !== caller.by) return caller;
    await this.take(instrument, key, caller);
    return { ...caller, lock: this.#keys.get(instrument)?.lease };
  }

  get #service(): LockService | undefined {
    return this.#bus.find('locks', '');
  }

  #known(instrument: string, key: string, { user }: Caller): string | undefined {
    const known = this.#keys.get(instrument);
    return known?.key === key && known.user === user && this.of(instrument) !== undefined ? known.lease : undefined;
  }
}
