import type { Clock } from '../kit/clock.ts';
import { describeError } from '../kit/errors.ts';
import { toIso } from '../kit/time.ts';
import { formatPosition } from '../packet/position.ts';
import type { DeviceState } from './forgiveness.ts';
import type { Lease } from './lease.ts';
import type { Recorder, Traffic } from './recorder.ts';
import type { PortAgentStatus } from './status.ts';
import type { Client } from './tcp-port.ts';
import type { UpkeepStatus } from './upkeep.ts';

export interface StatusSources {
  readonly clock: Clock;
  readonly recorder: Recorder;
  readonly upkeep: UpkeepStatus;
  readonly lease: Lease;
  readonly forgiven: DeviceState;
  readonly refusedBytes: number;
  readonly dropped: number;
  readonly clients: Readonly<Record<'data' | 'command' | 'sniff', readonly Client[]>>;
  readonly http: number;
}

type Described = Pick<PortAgentStatus, 'link' | 'bytes' | 'log' | 'clients' | 'lease'>;

const brief = (clients: readonly Client[]) => clients.map(({ name, queued }) => ({ name, queued }));

/** The part of the status that changes. */
export function describeStatus(sources: StatusSources): Described {
  const { clock, recorder, upkeep, lease, forgiven, refusedBytes, dropped, clients, http } = sources;
  const { link, received, sent, writer, feed } = recorder;
  const { state, error, since, lostPackets, lostBytes } = writer.status;
  const age = ({ last }: Traffic): number | undefined =>
    last === undefined ? undefined : Math.max(0, clock.elapsed() - last) / 1000;
  const [lastInAge, lastOutAge] = [age(received), age(sent)];
  return {
    link: { ...link, since: toIso(link.since), forgiven },
    bytes: {
      in: received.bytes,
      out: sent.bytes,
      refused: refusedBytes,
      ...(lastInAge !== undefined && { lastInAge }),
      ...(lastOutAge !== undefined && { lastOutAge }),
    },
    log: {
      end: formatPosition(feed.end),
      state,
      ...(error && { error: describeError(error) }),
      ...(since !== undefined && { since: toIso(since) }),
      lostPackets,
      lostBytes,
      upkeep,
      repaired: writer.repaired?.cutBytes ?? 0,
    },
    clients: {
      data: brief(clients.data),
      command: brief(clients.command),
      sniff: brief(clients.sniff),
      http,
      dropped,
    },
    ...(lease.holder && { lease: { owner: lease.holder.owner, since: toIso(lease.holder.since) } }),
  };
}
