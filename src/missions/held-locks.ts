import type { Bus } from '../bus/bus.ts';
import type { Caller, LockService } from '../bus/services.ts';
import { type Clock, every } from '../kit/clock.ts';
import { asError, LockedError } from '../kit/errors.ts';
import type { HeldLock } from '../model/api/lock.ts';

const SECONDS = 300;
const RENEWED_EVERY = (SECONDS * 1000) / 3;

/** The locks that a mission holds. */
export interface HeldLocks extends AsyncDisposable {
  /** The key for an instrument: the mission's, or what its caller sent. */
  keyOf(instrument: string): string | undefined;
}

export interface Holding {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly caller: Caller;
  readonly instruments: readonly string[];
  readonly reason: string;
  /** One was taken over, or could not be renewed. */
  onLost(error: Error): void;
}

/**
 * Takes the locks of some instruments, all or none, and renews them until they are given back. Where the caller holds one already, with the key
 * that they sent, that one is used and stays theirs.
 */
export async function holdLocks({ bus, clock, caller, instruments, reason, onLost }: Holding): Promise<HeldLocks> {
  const locks = bus.find('locks', '');
  const held = new Map<string, HeldLock>();
  const release = async (): Promise<void> => {
    for (const [instrument, { key }] of held) {
      held.delete(instrument);
      await locks?.release(instrument, { ...caller, lock: key }).catch(() => {}); // somebody else has it by now
    }
  };
  const take = async (instrument: string, lock?: string): Promise<void> => {
    const request = { reason, seconds: SECONDS, take_over: false };
    const lease = await locks?.take(instrument, request, { ...caller, lock });
    if (lease) held.set(instrument, lease);
  };
  try {
    for (const instrument of instruments) {
      if (locks === undefined || !isHeldBy(locks, instrument, caller)) await take(instrument);
    }
  } catch (error) {
    await release();
    throw error;
  }
  const leave = bus.subscribe('lock', ({ instrument, lock, by }) => {
    const before = held.get(instrument);
    if (before === undefined || lock?.since === before.since) return;
    held.delete(instrument);
    const ended = by === undefined ? 'is over' : `was ended by ${by}`;
    const how = lock ? `was taken over by ${lock.holder}: ${lock.reason}` : ended;
    onLost(new LockedError(`the lock on ${instrument} ${how}`));
  });
  const timer = every(clock, RENEWED_EVERY, () => {
    for (const [instrument, { key }] of held) take(instrument, key).catch((error) => onLost(asError(error)));
  });
  return {
    keyOf: (instrument) => held.get(instrument)?.key ?? caller.lock,
    async [Symbol.asyncDispose]() {
      timer.cancel();
      leave();
      await release();
    },
  };
}

function isHeldBy(locks: LockService, instrument: string, caller: Caller): boolean {
  if (caller.lock === undefined || locks.of(instrument) === undefined) return false;
  try {
    locks.check(instrument, caller);
    return true;
  } catch {
    return false;
  }
}
