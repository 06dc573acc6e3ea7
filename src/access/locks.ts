import type { DatabaseSync } from 'node:sqlite';
import type { Bus } from '../bus/bus.ts';
import { findInstrument } from '../bus/find-instrument.ts';
import type { Caller, LockService } from '../bus/services.ts';
import type { Clock, Timer } from '../kit/clock.ts';
import { LockedError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import { millisToIso, toWholeMillis } from '../kit/time.ts';
import type { HeldLock, Lock, LockRequest } from '../model/api/lock.ts';
import { isAbove } from '../model/api/roles.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { type Lease, leaseTable } from './leases.ts';
import { digestOf, newSecret } from './secrets.ts';

export interface LocksOptions {
  readonly bus: Bus;
  readonly database: DatabaseSync;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Offers the locks of all instruments; those that were held when the program ended still are. */
export function startLocks(options: LocksOptions): Disposable {
  const locks = new Locks(options);
  const offered = options.bus.offer('locks', '', locks);
  return {
    [Symbol.dispose]() {
      offered[Symbol.dispose]();
      locks[Symbol.dispose]();
    },
  };
}

const toLock = ({ instrument, holder, role, reason, since, expires }: Lease): Lock => ({
  instrument,
  holder,
  role,
  reason,
  since: millisToIso(since),
  expires: millisToIso(expires),
});

const holds = ({ lock }: Caller, lease: Lease): boolean => lock !== undefined && digestOf(lock) === lease.digest;

const mayTakeOver = ({ role, user }: Caller, lease: Lease): boolean =>
  role === 'admin' || isAbove(role, lease.role) || user === lease.user;

/** Who holds it, since when, until when, why, and how to get on. */
function refusal(lease: Lease, caller: Caller): LockedError {
  const { instrument, holder, role, reason, since, expires } = lease;
  const onward = mayTakeOver(caller, lease)
    ? 'you may take it over (take_over: true)'
    : `wait, or ask them or somebody who may take it over (the same user, a role above ${role}, an admin)`;
  return new LockedError(
    `${instrument} is locked by ${holder} since ${millisToIso(since)} until ${millisToIso(expires)} (${reason}); ${onward}`,
  );
}

class Locks implements LockService, Disposable {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #table: ReturnType<typeof leaseTable>;
  readonly #leases = new Map<string, Lease>();
  readonly #timers = new Map<string, Timer>();

  constructor({ bus, database, clock, logger }: LocksOptions) {
    this.#bus = bus;
    this.#clock = clock;
    this.#table = leaseTable(database, logger);
    for (const lease of this.#table.all()) this.#keep(lease);
  }

  async list(): Promise<readonly Lock[]> {
    return [...this.#leases.keys()].flatMap((instrument) => this.of(instrument) ?? []);
  }

  of(instrument: string): Lock | undefined {
    const lease = this.#leaseOf(instrument);
    return lease && toLock(lease);
  }

  check(instrument: string, caller: Caller): void {
    const lease = this.#leaseOf(instrument);
    if (lease !== undefined && !holds(caller, lease)) throw refusal(lease, caller);
    if (lease === undefined && caller.lock !== undefined && this.#table.hasEnded(instrument, digestOf(caller.lock))) {
      throw new LockedError(
        `your lock on ${instrument} is over, and others may have used it meanwhile: take it anew, or send no key`,
      );
    }
  }

  async take(
    instrument: string,
    { reason, seconds, take_over: takesOver }: LockRequest,
    caller: Caller,
  ): Promise<HeldLock> {
    findInstrument(this.#bus, instrument);
    const before = this.#leaseOf(instrument);
    const now = this.#now();
    const expires = now + seconds * 1000;
    if (before !== undefined && caller.lock !== undefined && holds(caller, before)) {
      return { ...this.#tell({ ...before, reason, expires }), key: caller.lock };
    }
    if (before !== undefined && !(takesOver && mayTakeOver(caller, before))) throw refusal(before, caller);
    if (before !== undefined) this.#table.end(before, now);
    const key = newSecret();
    const { by: holder, user, role } = caller;
    const held = this.#tell({ instrument, holder, user, role, reason, since: now, expires, digest: digestOf(key) });
    const details = { reason, expires: millisToIso(expires) };
    this.#note(
      instrument,
      before === undefined
        ? { type: 'lock_taken', by: holder, details }
        : { type: 'lock_taken_over', by: holder, details: { ...details, from: before.holder, was: before.reason } },
    );
    return { ...held, key };
  }

  async release(instrument: string, caller: Caller): Promise<void> {
    const lease = this.#leaseOf(instrument);
    if (lease === undefined) return;
    const isOwn = holds(caller, lease);
    if (!isOwn && !mayTakeOver(caller, lease)) throw refusal(lease, caller);
    const { holder, reason } = lease;
    this.#end(lease, { type: 'lock_released', by: caller.by, details: { reason, ...(!isOwn && { holder }) } });
  }

  /** The leases stay: whoever holds one has it still when the program runs again. */
  [Symbol.dispose](): void {
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  /** One whose time is up is over, whether its timer has come to that or not. */
  #leaseOf(instrument: string): Lease | undefined {
    const lease = this.#leases.get(instrument);
    if (lease === undefined || this.#now() < lease.expires) return lease;
    const { holder: by, reason } = lease;
    this.#end(lease, { type: 'lock_expired', by, details: { reason } });
    return undefined;
  }

  #tell(lease: Lease): Lock {
    this.#table.put(lease);
    this.#keep(lease);
    const lock = toLock(lease);
    this.#bus.publish('lock', { instrument: lease.instrument, lock });
    return lock;
  }

  #keep(lease: Lease): void {
    const { instrument, expires } = lease;
    this.#leases.set(instrument, lease);
    this.#timers.get(instrument)?.cancel();
    this.#timers.set(
      instrument,
      this.#clock.after(expires - this.#now(), () => {
        // The clock may have been set back.
        if (this.#leaseOf(instrument) !== undefined) this.#keep(lease);
      }),
    );
  }

  #end(lease: Lease, draft: EventDraft): void {
    const { instrument } = lease;
    const { type, by } = draft;
    this.#table.end(lease, this.#now());
    this.#leases.delete(instrument);
    this.#timers.get(instrument)?.cancel();
    this.#timers.delete(instrument);
    this.#note(instrument, draft);
    this.#bus.publish('lock', { instrument, lock: null, ...(type === 'lock_released' && by !== undefined && { by }) });
  }

  #note(instrument: string, draft: EventDraft): void {
    this.#bus.publish('note', { instrument, draft });
  }

  #now(): number {
    return toWholeMillis(this.#clock.now());
  }
}
