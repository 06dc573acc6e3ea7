import { join } from 'node:path';
import { every } from '../kit/clock.ts';
import { toIso } from '../kit/time.ts';
import { version } from '../kit/version.ts';
import { formatLink } from '../link/format-link.ts';
import { openLink } from '../link/open-link.ts';
import { encodePacket } from '../packet/codec.ts';
import { typeNumber, type WritableType } from '../packet/types.ts';
import { openCommandPort } from './command-port.ts';
import { openDataPort } from './data-port.ts';
import { describeStatus } from './describe-status.ts';
import { forgivenState } from './forgiveness.ts';
import { logRoute } from './http-log.ts';
import { answerJson, serveHttp } from './http-server.ts';
import { breakRoute, writeRoute } from './http-write.ts';
import { writerLease } from './lease.ts';
import { formatMetrics } from './metrics.ts';
import { checkOptions, type PortAgentOptions } from './options.ts';
import { originalConfig } from './original-config.ts';
import { processIdentity } from './process-identity.ts';
import { Recorder } from './recorder.ts';
import { readRecording } from './recording.ts';
import { refusalCount } from './refusals.ts';
import { claim, type Ports } from './run-file.ts';
import { openSniffPort } from './sniff-port.ts';
import type { PortAgentStatus } from './status.ts';
import type { Client } from './tcp-port.ts';

const DEFAULTS = { listen: '127.0.0.1', forgiveness: 10_000, heartbeat: 10_000, clientQueue: 4 << 20 };

/** What was begun and must end. */
export type Endings = (() => Promise<void> | void)[];

/** A port agent's abilities, once all its parts run. */
export interface PortAgentParts {
  readonly ports: Ports;
  status(): PortAgentStatus;
  sendBreak(ms: number): Promise<void>;
}

/**
 * Puts the parts of a port agent together and starts them. Each part that is begun adds how it ends to `endings`; they are to
 * be run from the last to the first, also when this fails.
 */
export async function buildPortAgent(
  given: PortAgentOptions,
  endings: Endings,
  shutdown: () => void,
): Promise<PortAgentParts> {
  checkOptions(given);
  const options = { ...DEFAULTS, ...given };
  const { name, link, run, listen: host, clock, logger, clientQueue: queue, heartbeat } = options;
  const startedAt = toIso(clock.now());
  const startedElapsed = clock.elapsed();
  const begin = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    endings.push(() => part.close());
    return part;
  };
  const portFor = (which: keyof Ports): number => given.ports?.[which] ?? 0;

  const claimed = await claim(run, name);
  endings.push(() => claimed.release());

  const forgiven = forgivenState(clock, options.forgiveness, (state) => announce('PORT_AGENT_STATUS', state));
  endings.push(() => forgiven.stop());
  const dir = join(options.data, name, 'log');
  const recorder = begin(
    await Recorder.open({
      spec: link,
      open: given.openLink ?? ((spec, how) => openLink(spec, { ...how, readRecording })),
      dir,
      ...(given.flushEvery !== undefined && { flushEvery: given.flushEvery }),
      clock,
      logger,
      onLink: (up) => (up ? forgiven.up() : forgiven.down()),
    }),
  );
  const lease = writerLease();
  const refusals = refusalCount((fault) => recorder.note('PORT_AGENT_FAULT', fault), logger);
  let dropped = 0;
  const onDropped = (client: Client): void => {
    dropped++;
    const fault = `${client.name}: disconnected, as it left ${client.queued} bytes waiting`;
    recorder.note('PORT_AGENT_FAULT', fault);
    logger.warn({ client: client.name }, fault);
  };
  const tcp = { host, queue, onDropped };

  const sniff = begin(await openSniffPort({ ...tcp, port: portFor('sniff'), recorder }));
  const data = begin(await openDataPort({ ...tcp, port: portFor('data'), recorder, lease, refusals, clock }));

  /** Tells data clients what is not in the log; those at one address, when that is given. */
  function announce(type: WritableType, text: string, address?: string): void {
    const time = clock.now();
    const packet = encodePacket(type, Buffer.from(text), time);
    for (const client of data.clients) if (address === undefined || client.address === address) client.send(packet);
    sniff.show(typeNumber(type), time, Buffer.from(text));
  }

  const parts = Promise.withResolvers<PortAgentParts>();
  const sendBreak = (ms: number): Promise<void> => recorder.sendBreak(ms);
  const command = begin(
    await openCommandPort(
      { ...tcp, port: portFor('command') },
      {
        state: () => forgiven.now,
        config: async () => originalConfig(name, link, (await parts.promise).ports, version),
        version,
        sendBreak,
        refusal: () => lease.refusal(),
        shutdown,
        announce,
        note: (type, text) => recorder.note(type, text),
      },
    ),
  );
  const http = begin(
    await serveHttp(
      {
        'GET /status': async ({ response }) => answerJson(response, 200, (await parts.promise).status()),
        'GET /metrics': async ({ response }) => {
          response.writeHead(200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
          response.end(formatMetrics((await parts.promise).status()));
        },
        'GET /log': logRoute({ dir, recorder, clock, heartbeat }),
        'POST /write': writeRoute({ lease, clock, write: (bytes) => recorder.write(bytes), onRefused: refusals.add }),
        'POST /break': breakRoute({ lease, sendBreak }),
      },
      host,
      portFor('http'),
      logger,
    ),
  );

  const ports: Ports = { data: data.port, command: command.port, sniff: sniff.port, http: http.port };
  const identity = await processIdentity(process.pid);
  await claimed.publish({
    name,
    pid: process.pid,
    ...(identity !== undefined && { identity }),
    startedAt,
    listen: host,
    ports,
    link: formatLink(link),
    data: options.data,
    version,
  });
  const beat = every(clock, heartbeat, () => announce('HEARTBEAT', 'HB'));
  endings.push(() => beat.cancel());
  recorder.connect();

  const built: PortAgentParts = {
    ports,
    sendBreak,
    status: () => ({
      name,
      pid: process.pid,
      version,
      startedAt,
      uptime: (clock.elapsed() - startedElapsed) / 1000,
      listen: host,
      ports,
      ...describeStatus({
        clock,
        recorder,
        lease,
        forgiven: forgiven.now,
        refusedBytes: refusals.bytes,
        dropped,
        clients: { data: data.clients, command: command.clients, sniff: sniff.clients },
        http: http.connections,
      }),
    }),
  };
  parts.resolve(built);
  return built;
}
