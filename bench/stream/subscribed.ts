import type { Bench, Contestant, Quantity } from '../harness/bench.ts';
import type { FormName } from './forms.ts';
import { subscribe } from './subscribe.ts';
import type { Way } from './subscriber.ts';

const COUNT = 2_000_000;
const QUICK = 100_000;
/** Sent slowly while the subscriber joins. */
export const WARM_UP = 500;

const rate: Quantity = {
  name: '',
  unit: 'samples/s',
  better: 'more',
  goals: [{ value: 450_000 }],
};

const contestant = (form: FormName, way: Way, name: string, kind: Contestant['kind']): Contestant => ({
  name,
  kind,
  async run({ quick }) {
    const count = quick ? QUICK : COUNT;
    const { milliseconds, processes } = await subscribe(way, form, { count, warmUp: WARM_UP });
    return { values: [((count - WARM_UP) * 1000) / milliseconds], processes };
  },
});

const bench = (form: FormName, what: string, parser: string): Bench => ({
  name: `stream-subscribed-${form}`,
  title: `One instrument to a subscriber, ${what}`,
  how: `A device process writes ${COUNT / 1e6} million numbered records to TCP as fast as they are taken. The port agent, a process, logs them; a driver in a third decodes them and hands them to its listener, which checks that each comes once and in order. The others read the device’s socket themselves and log nothing, or the raw bytes; they trust that records stand one behind the other.`,
  quantities: [rate],
  contestants: [
    contestant(form, 'driver', 'Sonde', 'sonde'),
    contestant(form, 'parser', `serialport ${parser}, raw file`, 'peer'),
    contestant(form, 'hand', 'TCP and parsing by hand', 'limit'),
  ],
  rounds: 3,
});

export const subscribedFrames = bench('frames', 'binary frames', 'parser-byte-length');
export const subscribedLines = bench('lines', 'lines of text', 'parser-readline');
