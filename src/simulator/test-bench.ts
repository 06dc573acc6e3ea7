import type { Instrument } from '../definition/instrument.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { InstrumentSimulator, type SimulatorOptions } from './instrument-simulator.ts';

/** A simulator without a wire, for tests: what is said to it, what it said, and a clock that is turned by hand. */
export function bench(definition: Instrument, options: Omit<SimulatorOptions, 'clock'> = {}) {
  const clock = new FakeClock();
  const simulator = new InstrumentSimulator(definition, { ...options, clock });
  let sent = '';
  simulator.onSend((bytes) => {
    sent += toText(bytes);
  });
  const heard = (): string => {
    const all = sent;
    sent = '';
    return all;
  };
  return {
    clock,
    simulator,
    /** What it said since this was last asked. */
    heard,
    /** Says something to it, and returns what it answered at once. */
    say(text: string): string {
      simulator.receive(toBytes(text));
      return heard();
    },
    [Symbol.dispose](): void {
      simulator.close();
      if (clock.pending > 0) throw new Error(`${clock.pending} timers were left behind`);
    },
  };
}
