import type { Clock, Timer } from '../kit/clock.ts';
import { Listeners } from '../kit/listeners.ts';
import type { Fault } from './fault.ts';
import type { Random } from './random.ts';

const flipOneBit = (byte: number, random: Random): number => byte ^ (1 << Math.floor(random() * 8));

/** What kind of thing the instrument says. */
export type Said = 'echo' | 'reply' | 'record';

function spoil(bytes: Uint8Array, fault: Fault, said: Said, random: Random): Uint8Array {
  switch (fault.kind) {
    case 'stall':
      return bytes.subarray(0, 0);
    case 'half_reply':
      return said === 'reply' ? bytes.subarray(0, bytes.length >> 1) : bytes;
    case 'garble':
      return bytes.map((byte) => (random() < fault.rate ? flipOneBit(byte, random) : byte));
    case 'lose':
      return bytes.filter(() => random() >= fault.rate);
    default:
      return bytes;
  }
}

/** The wire from the instrument: hands on what it says, spoilt by the fault that is set. */
export class FaultyLine {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #delayed: { readonly due: number; readonly bytes: Uint8Array }[] = [];
  readonly sent = new Listeners<Uint8Array>();
  faults: readonly Fault[] = [];
  #timer: Timer | undefined;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** It neither listens nor speaks. */
  get stalled(): boolean {
    return this.faults.some(({ kind }) => kind === 'stall');
  }

  send(bytes: Uint8Array, said: Said): void {
    const left = this.faults.reduce((rest, fault) => spoil(rest, fault, said, this.#random), bytes);
    if (left.length === 0) return;
    const wait = this.faults.reduce((ms, fault) => ms + (fault.kind === 'slow' ? fault.milliseconds : 0), 0);
    if (wait === 0 && this.#delayed.length === 0) {
      this.sent.emit(left);
      return;
    }
    const last = this.#delayed.at(-1)?.due ?? 0;
    this.#delayed.push({ due: Math.max(last, this.#clock.elapsed() + wait), bytes: left });
    if (this.#timer === undefined) this.#wait();
  }

  close(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#delayed.length = 0;
  }

  #wait(): void {
    const [next] = this.#delayed;
    if (next === undefined) {
      this.#timer = undefined;
      return;
    }
    this.#timer = this.#clock.after(Math.max(0, next.due - this.#clock.elapsed()), () => {
      this.#delayed.shift();
      this.sent.emit(next.bytes);
      this.#wait();
    });
  }
}
