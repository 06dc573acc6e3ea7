import { type Clock, sleep, type Timer } from '../kit/clock.ts';
import { Listeners } from '../kit/listeners.ts';
import { toWholeMillis } from '../kit/time.ts';

/** Whether a mission goes on; who waits at it is let through when it does. */
export class PauseGate {
  readonly #changed = new Listeners<boolean>();
  #isOpen = true;

  get isOpen(): boolean {
    return this.#isOpen;
  }

  set(isOpen: boolean): void {
    if (isOpen === this.#isOpen) return;
    this.#isOpen = isOpen;
    this.#changed.emit(isOpen);
  }

  onChange(listener: (isOpen: boolean) => void): () => void {
    return this.#changed.add(listener);
  }

  /** Resolves as soon as it is open; rejects with the signal's reason. */
  async pass(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#isOpen) return;
    await new Promise<void>((resolve, reject) => {
      const end = (): void => {
        leave();
        signal.removeEventListener('abort', end);
        if (signal.aborted) reject(signal.reason);
        else resolve();
      };
      const leave = this.onChange(end);
      signal.addEventListener('abort', end, { once: true });
    });
  }
}

export interface Waiting {
  readonly clock: Clock;
  readonly gate: PauseGate;
  readonly signal: AbortSignal;
}

/** What ends a wait before its time. */
export interface Awaited {
  isMet(): boolean;
  /** Calls when that may have changed; returns the function that ends it. */
  onChange(listener: () => void): () => void;
}

/** No timer is longer. */
const LONGEST = 86_400_000;

/** Waits for something, at most so many ms in which the gate is open; false where it did not come. */
export function waitAtMost({ clock, gate, signal }: Waiting, ms: number, awaited?: Awaited): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let left = ms;
    let since: number | undefined;
    let timer: Timer | undefined;
    const ends: (() => void)[] = [];
    const end = (settle: () => void): void => {
      for (const leave of ends) leave();
      settle();
    };
    const look = (): void => {
      timer?.cancel();
      const now = clock.elapsed();
      left -= now - (since ?? now);
      since = gate.isOpen ? now : undefined;
      if (signal.aborted) end(() => reject(signal.reason));
      else if (!gate.isOpen) return;
      else if (awaited?.isMet()) end(() => resolve(true));
      else if (left <= 0) end(() => resolve(false));
      else timer = clock.after(Math.min(left, LONGEST), look);
    };
    signal.addEventListener('abort', look, { once: true });
    ends.push(() => signal.removeEventListener('abort', look), gate.onChange(look));
    if (awaited) ends.push(awaited.onChange(look));
    look();
  });
}

const DAY_MINUTES = 24 * 60;
const MINUTE = 60_000;
/** So soon is noticed that the clock was set. */
const CHECKED_EVERY = MINUTE;

/** Waits until it is so many minutes after midnight UTC for the next time, by the wall clock however that is set meanwhile. */
export async function waitForTime({ clock, gate, signal }: Waiting, minutes: number): Promise<void> {
  const now = (): number => toWholeMillis(clock.now());
  const today = Math.floor(now() / (DAY_MINUTES * MINUTE)) * DAY_MINUTES * MINUTE + minutes * MINUTE;
  const due = today > now() ? today : today + DAY_MINUTES * MINUTE;
  while (now() < due) await sleep(clock, Math.min(due - now(), CHECKED_EVERY), signal);
  await gate.pass(signal);
}
