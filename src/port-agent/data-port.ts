import { joinViews } from '../kit/views.ts';
import { encodePacket } from '../packet/codec.ts';
import { failureOf } from './http-write.ts';
import type { Lease } from './lease.ts';
import type { Recorder } from './recorder.ts';
import type { Refusals } from './refusals.ts';
import { type ListenOptions, TcpPort } from './tcp-port.ts';

export interface DataPortOptions extends ListenOptions {
  readonly recorder: Recorder;
  readonly lease: Lease;
  readonly refusals: Refusals;
}

/** How many bytes of a client may be on their way to the instrument before it is read from again. */
const AHEAD = 64 << 10;

/** The instrument's data as packets to every client; what a client sends goes to the instrument as it is. */
export async function openDataPort({ recorder, lease, refusals, ...options }: DataPortOptions): Promise<TcpPort> {
  const port = await TcpPort.open({
    ...options,
    what: 'data',
    ahead: AHEAD,
    onClient: (client) => async (bytes) => {
      const reason = lease.refusal() ?? (await failureOf(recorder.write(bytes)));
      if (reason === undefined) return;
      const fault = refusals.add(client.name, bytes.length, reason);
      client.send(encodePacket('PORT_AGENT_FAULT', Buffer.from(fault), options.clock.now()));
    },
  });
  recorder.writer.onWritten((batch) => {
    if (!port.isWatched) return;
    const data = batch.filter(({ packet }) => packet.type === 'DATA_FROM_INSTRUMENT').map(({ packet }) => packet.bytes);
    for (const piece of joinViews(data)) port.broadcast(piece);
  });
  return port;
}
