import type { Bench, Turn } from '../harness/bench.ts';
import { inChild } from '../harness/in-child.ts';

const CONTESTANTS = new URL('contestants.ts', import.meta.url).href;
const times = ({ quick }: Turn): number => (quick ? 5_000 : 60_000);

/** State machines and their events. */
export const stateMachineEvents: Bench = {
  name: 'fsm-events',
  title: 'State machine events',
  how: 'The same machine of four states, each with something to do when it is entered and left, is sent the same twelve events again and again, all with a payload: five transitions, five that a handler counts, two that a state does nothing about. Each is sent when the one before has been seen through: `await onEvent(…)` in Sonde, whose handlers may take time and can be cancelled; `send(…)` in xstate, which has only handlers that do not wait. What was entered, left and counted is compared at the end.',
  quantities: [
    {
      name: '',
      unit: 'M events/s',
      better: 'more',
      goals: [{ value: 1 }, { ratio: 3, to: 'xstate' }],
    },
  ],
  contestants: [
    { name: 'Sonde', kind: 'sonde', run: (turn) => inChild(CONTESTANTS, 'sonde', times(turn)) },
    { name: 'xstate', kind: 'peer', run: (turn) => inChild(CONTESTANTS, 'xstate', times(turn)) },
  ],
};
