import type { Bench, Measured, Turn } from '../harness/bench.ts';
import { FORMS } from './forms.ts';
import { quantile } from './quantile.ts';
import { subscribe } from './subscribe.ts';
import type { Way } from './subscriber.ts';

const SECONDS = 4;
const QUICK = 1;
const WARM_UP = 500;
/** At most so many writes a second: an Ethernet serial server hands on what it has every few ms. */
const WRITES = 100;
const { size } = FORMS.lines;

/** At so many kB/s. */
async function paced(way: Way, { quick, step: rate }: Turn): Promise<Measured> {
  const perSecond = (rate * 1000) / size;
  const batch = Math.max(1, Math.round(perSecond / WRITES));
  const lines = batch * Math.round((perSecond / batch) * (quick ? QUICK : SECONDS));
  const gap = (1000 * batch) / perSecond;
  const { delays, processes } = await subscribe(way, 'lines', {
    count: WARM_UP + lines,
    warmUp: WARM_UP,
    batch,
    gap,
  });
  const cpu = processes.reduce((sum, process) => sum + process.cpu, 0);
  return { values: [cpu * 100, quantile(delays, 0.5), quantile(delays, 0.99)], processes };
}

export const pacedBench: Bench = {
  name: 'stream-rates',
  title: 'One instrument at any rate',
  how: `A device process writes numbered lines of ${size} bytes, ${WRITES} writes a second or fewer, each of whole lines; port agent and driver as under load. The CPU is that of both together. The peer is one process, which reads the device’s socket itself.`,
  quantities: [
    { name: 'CPU', unit: '% of a core', better: 'less' },
    { name: 'delay p50', unit: 'ms', better: 'less' },
    { name: 'delay p99', unit: 'ms', better: 'less' },
  ],
  contestants: [
    { name: 'Sonde', kind: 'sonde', run: (turn) => paced('driver', turn) },
    { name: 'serialport parser-readline, raw file', kind: 'peer', run: (turn) => paced('parser', turn) },
  ],
  steps: { of: 'kB/s', values: [1, 10, 100, 1000, 5000], quick: [1000] },
  rounds: 1,
};
