import type { Bench, Contestant, Measured, Turn } from '../harness/bench.ts';
import { inChild } from '../harness/in-child.ts';
import { MIDDLES, type MiddleKind } from './middles.ts';
import { scene } from './scene.ts';

const MB = 1_000_000;
/** How much the device sends, in MB, to so many clients. */
const AMOUNT: Readonly<Record<number, number>> = { 1: 384, 4: 192, 16: 96 };

interface Share {
  /** Of what the others are sent: some would take minutes. */
  readonly share?: number;
}

async function carry(kind: MiddleKind | undefined, { quick, step }: Turn, share = 1): Promise<Measured> {
  const bytes = Math.round((AMOUNT[step] ?? 1) * share * (quick ? 0.1 : 1)) * MB;
  await using all = await scene(kind, step);
  const received = all.clients.ask('received', bytes);
  const [began, ended] = await Promise.all([all.device.ask('send', bytes), received]);
  const processes = await all.used();
  await all.demandKept(bytes);
  const rate = bytes / MB / ((ended - began) / 1e9);
  return { values: [rate, rate * step], processes };
}

const between = (kind: MiddleKind, { share }: Share = {}): Omit<Contestant, 'kind'> => ({
  name: kind.name,
  run: (turn) => carry(kind, turn, share),
});

export const portAgentBulk: Bench = {
  name: 'port-agent-bulk',
  title: 'Port agent, bulk, log on',
  how: 'A device sends as fast as it is taken; its bytes are kept in a file and handed on to each client, who compares every byte. Device and clients are a process each. When it is over, the kept bytes are read and compared.',
  quantities: [
    {
      name: 'in',
      unit: 'MB/s',
      better: 'more',
      goals: [
        { step: 1, value: 350, beside: { contestant: MIDDLES.relay.name, reached: 754 } },
        { step: 16, value: 80, beside: { contestant: MIDDLES.relay.name, reached: 83 } },
      ],
    },
    {
      name: 'all out',
      unit: 'MB/s',
      better: 'more',
      goals: [{ step: 16, value: 1280, beside: { contestant: MIDDLES.relay.name, reached: 1325 } }],
    },
  ],
  steps: { of: 'clients', values: [1, 4, 16], quick: [1] },
  rounds: 3,
  contestants: [
    { ...between(MIDDLES.sonde), kind: 'sonde' },
    { ...between(MIDDLES.relay), kind: 'peer' },
    { ...between(MIDDLES.socat), kind: 'peer', steps: [1] },
    { ...between(MIDDLES.ser2net, { share: 0.1 }), kind: 'peer' },
    { name: 'loopback TCP', kind: 'limit', run: (turn) => carry(undefined, turn) },
    {
      name: 'file append',
      kind: 'limit',
      steps: [1],
      run: ({ quick }) => inChild(new URL('append.ts', import.meta.url).href, 'append', quick ? 38 : 384),
    },
  ],
};
