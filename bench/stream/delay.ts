import type { Bench, Contestant, Quantity } from '../harness/bench.ts';
import { quantile } from './quantile.ts';
import { subscribe } from './subscribe.ts';
import type { Way } from './subscriber.ts';

const LINES = 2000;
const QUICK = 200;
const WARM_UP = 500;
/** In ms on average, at a random phase. */
const GAP = 4;

const delay = (name: string, most: number): Quantity => ({
  name,
  unit: 'ms',
  better: 'less',
  goals: [{ value: most }],
});

const contestant = (way: Way, name: string, kind: Contestant['kind']): Contestant => ({
  name,
  kind,
  async run({ quick }) {
    const count = WARM_UP + (quick ? QUICK : LINES);
    const { delays, processes } = await subscribe(way, 'lines', { count, warmUp: WARM_UP, batch: 1, gap: GAP });
    return { values: [quantile(delays, 0.5), quantile(delays, 0.99)], processes };
  },
});

export const delayBench: Bench = {
  name: 'stream-delay',
  title: 'From the device’s byte to the subscriber',
  how: `A device process writes a numbered line every ${GAP} ms on average, at a random phase, ${LINES} times. Measured from its write to the sample in the listener of a driver in another process; the port agent, a third, has logged it before. The limit is one hop over TCP from the device to the subscriber.`,
  quantities: [delay('p50', 0.5), delay('p99', 2)],
  contestants: [
    contestant('driver', 'Sonde', 'sonde'),
    contestant('parser', 'serialport parser-readline, raw file', 'peer'),
    contestant('hand', 'one hop of TCP', 'limit'),
  ],
  rounds: 3,
};
