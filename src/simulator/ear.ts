import type { Clock, Timer } from '../kit/clock.ts';
import type { Input } from './input.ts';

/** A sequence that is typed with a pause must still be one: the instrument waits so long for its rest, in ms. */
const PATIENCE = 2000;
const MOST_HELD = 65_536;

export interface EarOptions {
  readonly clock: Clock;
  readonly input: Input;
  /** It looks at nothing new while it works. */
  readonly busy: () => boolean;
  readonly onEcho: (text: string) => void;
  readonly onHeard: (text: string) => void;
}

/** Holds what arrives until the instrument looks at it, one thing after the other. */
export class Ear {
  readonly #options: EarOptions;
  #held = '';
  #patience: Timer | undefined;

  constructor(options: EarOptions) {
    this.#options = options;
  }

  /** What arrived and was not looked at. What no memory of an instrument would hold is lost. */
  get held(): string {
    return this.#held;
  }

  receive(text: string): void {
    this.#held = (this.#held + text).slice(0, MOST_HELD);
    this.listen();
  }

  listen(): void {
    const { input, busy, onHeard } = this.#options;
    let echo = '';
    const sayEcho = (): void => {
      if (echo !== '') this.#options.onEcho(echo);
      echo = '';
    };
    while (!busy()) {
      const heard = input.next();
      if (heard !== undefined) {
        sayEcho();
        onHeard(heard);
      } else {
        if (this.#held === '') break;
        echo += input.feed(this.#held[0]!);
        this.#held = this.#held.slice(1);
      }
    }
    sayEcho();
    this.#beginPatience();
  }

  forget(): void {
    this.#held = '';
    this.#options.input.idle();
    this.#patience?.cancel();
    this.#patience = undefined;
  }

  #beginPatience(): void {
    const { clock, input, busy, onHeard } = this.#options;
    this.#patience?.cancel();
    this.#patience = undefined;
    if (!input.partial) return;
    this.#patience = clock.after(PATIENCE, () => {
      this.#patience = undefined;
      const heard = busy() ? undefined : input.idle();
      if (heard !== undefined) onHeard(heard);
    });
  }
}
