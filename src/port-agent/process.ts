import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import type { PortAgentOptions } from './options.ts';
import { PortAgent } from './port-agent.ts';

/** Serves the instruments until the signal aborts, or each of them was shut down; then all has ended. Nothing runs when one cannot be started. */
export async function runPortAgents(
  options: readonly PortAgentOptions[],
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const agents: PortAgent[] = [];
  try {
    for (const own of options) agents.push(await PortAgent.start(own));
    // Node itself would do so at the end of the process, which may be months away.
    flushCompileCache();
    const allClosed = Promise.all(agents.map((agent) => agent.closed));
    const gone = new AbortController();
    const stopped = signal.aborted ? undefined : once(signal, 'abort', { signal: gone.signal }).catch(() => {});
    await Promise.race([stopped, allClosed]);
    gone.abort();
  } finally {
    await Promise.all(agents.map((agent) => agent.close()));
  }
}
