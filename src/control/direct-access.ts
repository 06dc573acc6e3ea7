import type { IncomingMessage, ServerResponse } from 'node:http';
import type { InstrumentAgent } from '../agent/instrument-agent.ts';
import { askerOf } from '../client/asker.ts';

/** A terminal that leaves so many bytes unread is gone. */
const UNREAD = 1 << 20;

/**
 * A raw terminal to one of the instrument's links, over one request: the body's bytes go to the instrument, the instrument's bytes come in the answer. It ends
 * when either side ends; then the driver finds out where the instrument stands and brings its parameters back.
 */
export async function serveDirectAccess(
  agent: InstrumentAgent,
  request: IncomingMessage,
  response: ServerResponse,
  link: string | undefined,
): Promise<void> {
  const by = askerOf(request.headers);
  await agent.driver.executeStartDirectAccess({ link, by });
  const ended = new Promise<void>((resolve) => {
    response.once('close', resolve);
    request.once('close', resolve);
  });
  const stop = agent.events.add((event) => {
    if (event.type === 'direct_access') response.write(event.bytes);
    if (response.writableLength > UNREAD) response.destroy();
    if (event.type === 'state_change' && event.state !== 'direct_access') response.end();
  });
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  response.flushHeaders();
  try {
    await Promise.race([ended, forward(agent, request, by)]);
  } finally {
    stop();
    if (agent.driver.getCurrentState() === 'direct_access') await agent.driver.executeStopDirectAccess({ by });
    response.end();
  }
}

async function forward(agent: InstrumentAgent, request: AsyncIterable<Uint8Array>, by: string): Promise<void> {
  for await (const bytes of request) await agent.driver.executeDirectAccess(bytes, { by });
}
