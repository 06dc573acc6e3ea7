import type { StateInfo } from '../../definition/instrument.ts';
import type { Handler, Hook } from '../../fsm/machine.ts';
import { sleep, type Timer } from '../../kit/clock.ts';
import { describeMilliseconds, milliseconds } from '../../kit/duration.ts';
import { TimeoutError } from '../../kit/errors.ts';
import { askedState } from './discovery.ts';
import type { Session } from './session.ts';

type Passes = NonNullable<StateInfo['passes']>;

const tooLong = (state: string, { limit }: Passes): TimeoutError =>
  new TimeoutError(`the instrument to leave '${state}'`, describeMilliseconds(milliseconds(limit)));

/** Waits until the instrument has left such a state, and returns the next one; `TimeoutError` when it takes longer than it may. */
export async function passedOver(session: Session, state: string, signal: AbortSignal): Promise<string> {
  const passes = session.definition.states[state]?.passes;
  if (passes === undefined) return state;
  const end = session.clock.elapsed() + milliseconds(passes.limit);
  while (session.clock.elapsed() < end) {
    await sleep(session.clock, milliseconds(passes.every), signal);
    const now = await askedState(session, signal);
    if (now !== undefined && now !== state) return now;
  }
  throw tooLong(state, passes);
}

/** Asks again and again while the machine stands in a state that the instrument leaves by itself. */
export class PassingWatch {
  readonly #session: Session;
  readonly #look: () => void;
  #timer: Timer | undefined;
  #since = 0;

  /** `look` sends the machine the event for which {@link look} is the handler. */
  constructor(session: Session, look: () => void) {
    this.#session = session;
    this.#look = look;
  }

  readonly enter: Hook<string, string> = ({ fsm }) => {
    this.#since = this.#session.clock.elapsed();
    this.#arm(fsm.currentState);
  };

  readonly exit = (): void => this.#timer?.cancel();

  readonly look: Handler<string, string> = async ({ fsm, signal }) => {
    const state = fsm.currentState;
    const passes = this.#session.definition.states[state]?.passes;
    const now = await askedState(this.#session, signal);
    if (now !== undefined && now !== state) return { next: now };
    if (passes !== undefined && this.#session.clock.elapsed() - this.#since >= milliseconds(passes.limit)) {
      this.#session.announce({ type: 'error', error: tooLong(state, passes), during: `waiting in '${state}'` });
      return { next: 'unknown' };
    }
    this.#arm(state);
    return {};
  };

  #arm(state: string): void {
    const { clock, definition } = this.#session;
    const passes = definition.states[state]?.passes;
    this.#timer?.cancel();
    this.#timer = passes && clock.after(milliseconds(passes.every), this.#look);
  }
}
