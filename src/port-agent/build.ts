import { join } from 'node:path';
import { every } from '../kit/clock.ts';
import type { Logger } from '../kit/logger.ts';
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
import { serveHttp } from './http-server.ts';
import { writerLease } from './lease.ts';
import { checkOptions, type PortAgentOptions } from './options.ts';
import { originalConfig } from './original-config.ts';
import { processIdentity } from './process-identity.ts';
import { Recorder } from './recorder.ts';
import { readRecording } from './recording.ts';
import { refusalCount } from './refusals.ts';
import { portAgentRoutes } from './routes.ts';
import { claim, type Ports, type RunFile } from './run-file.ts';
import { openSniffPort } from './sniff-port.ts';
import type { PortAgentStatus } from './status.ts';
import type { Client } from './tcp-port.ts';
import { keepLogUp } from './upkeep.ts';

const DEFAULTS = {
  listen: '127.0.0.1',
  forgiveness: 10_000,
  heartbeat: 10_000,
  clientQueue: 4 << 20,
  upkeep: { compress: true },
};

/** What was begun and must end. */
export type Endings = (() => Promise<void> | void)[];

/** A port agent's abilities, once all its parts run. */
export interface PortAgentParts {
  readonly ports: Ports;
  status(): PortAgentStatus;
  sendBreak(ms: number): Promise<void>;
}

/** Several port agents of one process share a program log. */
function namingInstrument(logger: Logger, instrument: string): Logger {
  const naming =
    (level: keyof Logger) =>
    (facts: object, message: string): void =>
      logger[level]({ instrument, ...facts }, message);
  return { debug: naming('debug'), info: naming('info'), warn: naming('warn'), error: naming('error') };
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
  const wanted: Partial<Ports> = given.ports ?? {};
  const { name, link, run, clock, heartbeat } = options;
  const logger = namingInstrument(options.logger, name);
  const dir = join(options.data, name, 'log');
  const startedAt = toIso(clock.now());
  const startedElapsed = clock.elapsed();
  const built = Promise.withResolvers<PortAgentParts>();
  const begin = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    endings.push(() => part.close());
    return part;
  };

  const claimed = await claim(run, name);
  endings.push(() => claimed.release());

  const forgiven = forgivenState(clock, options.forgiveness, (state) => announce('PORT_AGENT_STATUS', state));
  endings.push(() => forgiven.stop());
  const recorder = begin(
    await Recorder.open({
      ...options,
      logger,
      spec: link,
      open: given.openLink ?? ((spec, how) => openLink(spec, { ...how, readRecording })),
      dir,
      onLink: (up) => (up ? forgiven.up() : forgiven.down()),
    }),
  );
  const upkeep = begin(keepLogUp({ dir, name, rules: options.upkeep, recorder, clock, logger }));
  const lease = writerLease();
  let dropped = 0;
  const fault = (text: string): void => {
    recorder.note('PORT_AGENT_FAULT', text);
    logger.warn({}, text);
  };
  const refusals = refusalCount(fault);
  const tcp = (which: keyof Ports) => ({
    host: options.listen,
    port: wanted[which] ?? 0,
    queue: options.clientQueue,
    clock,
    onDropped: (client: Client): void => {
      dropped++;
      fault(`${client.name}: disconnected, as it leaves ${client.queued} bytes waiting`);
    },
    onTurnedAway: (who: string): void => fault(`${who}: turned away, as there are too many`),
  });

  const sniff = begin(await openSniffPort({ ...tcp('sniff'), recorder }));
  const data = begin(await openDataPort({ ...tcp('data'), recorder, lease, refusals }));
  const command = begin(
    await openCommandPort(tcp('command'), {
      version,
      state: () => forgiven.now,
      config: async () => originalConfig(name, link, (await built.promise).ports, version),
      sendBreak: (ms) => recorder.sendBreak(ms),
      refusal: () => lease.refusal(),
      shutdown,
      announce,
      note: (type, text) => recorder.note(type, text),
    }),
  );
  const status = async () => (await built.promise).status();
  const routes = portAgentRoutes({ dir, recorder, lease, refusals, clock, heartbeat, status });
  const http = begin(await serveHttp(routes, options.listen, wanted.http ?? 0, logger));

  /** Tells data clients what is not in the log; those at one address, when that is given. */
  function announce(type: WritableType, text: string, address?: string): void {
    const [time, payload] = [clock.now(), Buffer.from(text)];
    const packet = encodePacket(type, payload, time);
    for (const client of data.clients) if (address === undefined || client.address === address) client.send(packet);
    sniff.show(typeNumber(type), time, payload);
  }

  const ports: Ports = { data: data.port, command: command.port, sniff: sniff.port, http: http.port };
  const { listen } = options;
  const identity = await processIdentity(process.pid);
  const facts = { name, pid: process.pid, startedAt, listen, ports, version };
  const known: RunFile = {
    ...facts,
    ...(identity !== undefined && { identity }),
    link: formatLink(link),
    data: options.data,
    upkeep: options.upkeep,
  };
  await claimed.publish(known);

  const beat = every(clock, heartbeat, () => announce('HEARTBEAT', 'HB'));
  endings.push(() => beat.cancel());
  recorder.connect();

  built.resolve({
    ports,
    sendBreak: (ms) => recorder.sendBreak(ms),
    status: () => ({
      ...facts,
      uptime: (clock.elapsed() - startedElapsed) / 1000,
      ...describeStatus({
        clock,
        recorder,
        upkeep: upkeep.status,
        lease,
        forgiven: forgiven.now,
        refusedBytes: refusals.bytes,
        dropped,
        clients: { data: data.clients, command: command.clients, sniff: sniff.clients },
        http: http.connections,
      }),
    }),
  });
  return built.promise;
}
