import type { Bus } from '../bus/bus.ts';
import type { Caller, LockService } from '../bus/services.ts';
import type { Topics } from '../bus/topics.ts';
import type { DirectOptions } from '../driver/instrument-driver.ts';
import { type Clock, every, type Timer } from '../kit/clock.ts';
import { LockedError, StateError } from '../kit/errors.ts';
import type { DriverState } from '../model/states.ts';

/** A lock that was taken for a session ends so many s after the program that renews it, every so many ms. */
const LEASE = 60;
const RENEW = 20_000;

/** What direct access needs of a driver. */
export interface DirectDriver {
  executeStartDirectAccess(options: DirectOptions): Promise<void>;
  executeStopDirectAccess(options: { readonly by: string }): Promise<unknown>;
  getCurrentState(): DriverState;
}

export interface DirectSessionOptions {
  readonly instrument: string;
  readonly driver: DirectDriver;
  readonly bus: Bus;
  readonly clock: Clock;
}

interface Open {
  /** With the key of the lock, its own or the one that was taken for the session. */
  caller: Caller;
  readonly by: string;
  /** As whoever opened it came. */
  readonly key: string | undefined;
  taken: boolean;
  /** It takes a lock just now, of which it does not know the key yet. */
  isTaking: boolean;
  timer: Timer | undefined;
}

/** Whoever has a raw terminal to an instrument, and the lock that goes with it: nobody else uses the instrument meanwhile. */
export class DirectSession implements AsyncDisposable {
  readonly #options: DirectSessionOptions;
  readonly #forget: () => void;
  #open: Open | undefined;

  constructor(options: DirectSessionOptions) {
    this.#options = options;
    this.#forget = options.bus.subscribe('lock', (news) => {
      if (news.instrument === options.instrument) this.#lookAtLock(news);
    });
  }

  /** `LockedError` where somebody else holds the instrument. */
  async open(caller: Caller, link: string | undefined): Promise<void> {
    const { driver } = this.#options;
    this.#locks?.check(this.#options.instrument, caller);
    if (this.#open !== undefined) throw new StateError('direct access', 'direct_access', ['stop_direct']);
    const open: Open = { caller, by: caller.by, key: caller.lock, taken: false, isTaking: false, timer: undefined };
    this.#open = open;
    try {
      await this.#hold(open);
      await driver.executeStartDirectAccess({ link, by: caller.by });
      // It may have been taken over meanwhile.
      this.#locks?.check(this.#options.instrument, open.caller);
    } catch (error) {
      await this.close(this.#locks?.of(this.#options.instrument)?.holder ?? caller.by).catch(() => {}); // told by the driver
      throw error;
    }
  }

  /** `StateError` where there is no session, `LockedError` where it is somebody else's. */
  check(caller: Caller): void {
    const open = this.#open;
    if (open === undefined) throw new StateError('direct access', this.#options.driver.getCurrentState(), []);
    const isOwn = open.by === caller.by && (open.key === caller.lock || open.caller.lock === caller.lock);
    if (!isOwn) throw new LockedError(`${open.by} has direct access to ${this.#options.instrument}`);
  }

  async close(by: string): Promise<void> {
    const open = this.#open;
    if (open === undefined) return;
    try {
      if (this.#options.driver.getCurrentState() === 'direct_access')
        await this.#options.driver.executeStopDirectAccess({ by });
    } finally {
      await this.#letGo(open);
    }
  }

  /** The driver is not in direct access any more, whatever ended that. */
  left(): void {
    const open = this.#open;
    if (open !== undefined) void this.#letGo(open);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#forget();
    if (this.#open !== undefined) await this.#letGo(this.#open);
  }

  get #locks(): LockService | undefined {
    return this.#options.bus.find('locks', '');
  }

  /** Takes a lock where the caller brought none, and keeps it for as long as the session lasts. */
  async #hold(open: Open): Promise<void> {
    const locks = this.#locks;
    if (locks === undefined || locks.of(this.#options.instrument) !== undefined) return;
    open.taken = true;
    await this.#renew(open);
    open.timer ??= every(this.#options.clock, RENEW, () => {
      this.#renew(open).catch(() => this.#end());
    });
  }

  async #renew(open: Open): Promise<void> {
    const request = { reason: 'direct access', seconds: LEASE, take_over: false };
    open.isTaking = true;
    try {
      const held = await this.#locks?.take(this.#options.instrument, request, open.caller);
      if (held !== undefined) open.caller = { ...open.caller, lock: held.key };
    } finally {
      open.isTaking = false;
    }
  }

  /** Somebody else has taken the instrument over, or let go of it: the session ends. Where its lock's time is up, the session holds it itself. */
  #lookAtLock({ lock, by }: Topics['lock']): void {
    const open = this.#open;
    if (open === undefined || open.isTaking || this.#options.driver.getCurrentState() !== 'direct_access') return;
    if (lock !== null) this.#checkKey(open);
    else if (by !== undefined && by !== open.by) this.#end(by);
    // Only when all others have heard that nobody holds it.
    else queueMicrotask(() => this.#hold(open).catch(() => this.#end()));
  }

  #checkKey(open: Open): void {
    try {
      this.#locks?.check(this.#options.instrument, open.caller);
    } catch {
      this.#end();
    }
  }

  #end(by = this.#locks?.of(this.#options.instrument)?.holder ?? 'driver'): void {
    // What goes wrong with it is told by the driver.
    this.close(by).catch(() => {});
  }

  async #letGo(open: Open): Promise<void> {
    if (this.#open === open) this.#open = undefined;
    open.timer?.cancel();
    if (!open.taken) return;
    open.taken = false;
    const { instrument } = this.#options;
    try {
      // It may be somebody else's by now, perhaps of the same user, who could give that one back too.
      this.#locks?.check(instrument, open.caller);
      await this.#locks?.release(instrument, open.caller);
    } catch {
      // Nothing of the session's is left.
    }
  }
}
