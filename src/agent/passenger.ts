import { linksOf } from '../definition/links.ts';
import { type Host, nextState } from '../driver/host.ts';
import type { InstrumentAgent } from './instrument-agent.ts';
import type { PortAgentHome } from './port-agent-home.ts';

/**
 * An agent's instrument as the host of another one, on whose behalf it is asked. What it has is asked for each time: its driver may
 * have been made anew.
 */
export const hostOf = (agent: InstrumentAgent, passenger?: string): Host => ({
  id: agent.id,
  get definition() {
    return agent.definition;
  },
  get state() {
    return agent.driver.getCurrentState();
  },
  execute: (command, args, signal) => agent.driver.execute(command, args, { signal, by: passenger }),
  onState: (listener) =>
    agent.events.add((event) => {
      if (event.type === 'state_change') listener();
    }),
});

/** The port agent that a host is attached to, over the first of its links: found once the host is, and the host's alone to end. */
export const besideHost = (agent: InstrumentAgent): PortAgentHome => ({
  async find(signal) {
    for (;;) {
      const { address } = agent;
      if (address !== undefined) return 'links' in address ? address.links[linksOf(agent.definition)[0]]! : address;
      await nextState(hostOf(agent), signal);
    }
  },
  stop: async () => {},
});
