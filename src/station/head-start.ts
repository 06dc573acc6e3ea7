import type { InstrumentAgent } from '../agent/instrument-agent.ts';
import { hostOf } from '../agent/passenger.ts';
import { isKnown, nextState } from '../driver/host.ts';
import { withDeadline } from '../kit/abort.ts';
import type { Clock } from '../kit/clock.ts';

/** Resolves once it is known what each instrument is doing, at the latest after so many ms: until then they have the processor for themselves. */
export async function headStart(agents: Iterable<InstrumentAgent>, clock: Clock, ms: number): Promise<void> {
  const known = async (agent: InstrumentAgent, signal: AbortSignal): Promise<void> => {
    const host = hostOf(agent);
    while (!isKnown(host)) await nextState(host, signal);
  };
  await withDeadline(clock, ms, 'the instruments', undefined, (late) =>
    Promise.all(Array.from(agents, (agent) => known(agent, late))),
  ).catch(() => {});
}
