import type { Bench, Contestant, Measured } from '../harness/bench.ts';
import { MIDDLES, type MiddleKind } from './middles.ts';
import { scene } from './scene.ts';

const MB = 1_000_000;
const CLIENTS = 4;
/** What the device sends, in bytes a second: more than the buffers between can hide. */
const RATE = 40 * MB;
/** How long it sends each time: in less, a quick run too, all would hide in the buffers. */
const MS = 2000;
const TOLD_WITHIN_MS = 5000;

/** What those get who read on, without and with one that does not; how much more memory that takes; whether that one was cut. */
async function stall(kind: MiddleKind, mustCut: boolean): Promise<Measured> {
  await using all = await scene(kind, CLIENTS);
  const gotByOthers = async (): Promise<number> => {
    const [, ...others] = await all.clients.ask('counts');
    return Math.min(...others);
  };
  const before = await gotByOthers();
  await all.device.ask('sendFor', MS, RATE);
  const undisturbed = await gotByOthers();
  const [calm] = await all.used();
  await all.clients.ask('stall', 0);
  await all.device.ask('sendFor', MS, RATE);
  const disturbed = await gotByOthers();
  const processes = await all.used();
  if (mustCut) await all.clients.ask('cut', 0, TOLD_WITHIN_MS);
  const kept = (100 * (disturbed - undisturbed)) / (undisturbed - before);
  return { values: [kept, (processes[0]!.memory - calm!.memory) / MB], processes };
}

const between = (kind: MiddleKind, mustCut = false): Omit<Contestant, 'kind'> => ({
  name: kind.name,
  run: () => stall(kind, mustCut),
});

export const portAgentStalled: Bench = {
  name: 'port-agent-stalled',
  title: 'Port agent, a stalled client among four',
  how: 'A device sends 40 MB/s to four clients for two seconds; then one of them stops reading, and it sends for two more. Shown is what the slowest of the others gets then, of what it got before, and how much the peak of memory grows. Sonde must have cut the one that stalled.',
  quantities: [
    { name: 'rate of the others', unit: '%', better: 'more', goals: [{ value: 95 }] },
    { name: 'memory for it', unit: 'MB', better: 'less', goals: [{ value: 64 }] },
  ],
  rounds: 3,
  contestants: [
    { ...between(MIDDLES.sonde, true), kind: 'sonde' },
    { ...between(MIDDLES.relay), kind: 'peer' },
    { ...between(MIDDLES.ser2net), kind: 'peer' },
  ],
};
