import { ONLY_LINK } from '../definition/links.ts';
import type { Clock } from '../kit/clock.ts';
import type { LogPosition, ResumePoint } from '../model/driver-event.ts';
import { LoggerClient } from '../port-agent/logger-client.ts';
import type { CommsConfig, LinkedCommsConfig } from './comms-config.ts';
import type { Connection } from './connection.ts';
import { linkedConnections } from './linked-connections.ts';
import { positionIn } from './resume-point.ts';

/** The client for the port agent of a config: ours where its HTTP port is known, else an original one. */
export const makeLoggerClient = (config: CommsConfig, clock: Clock): Connection =>
  new LoggerClient(config.addr, config.port, {
    clock,
    ...(config.command_port !== undefined && { commandPort: config.command_port }),
    ...(config.http_port !== undefined && { httpPort: config.http_port }),
    ...(config.from !== undefined && { from: config.from }),
    ...(config.exclusive !== undefined && { exclusive: config.exclusive }),
    ...(config.owner !== undefined && { owner: config.owner }),
  });

/** The way to an instrument, and where in the log what comes over it begins: where it was left, or else as the config says. */
export function connectionsOf(
  config: CommsConfig | LinkedCommsConfig,
  resume: ResumePoint | undefined,
  make: (config: CommsConfig) => Connection,
): { readonly client: Connection; readonly from: ResumePoint | undefined } {
  const begun = (own: CommsConfig, link: string): CommsConfig => {
    const from = positionIn(resume, link);
    return from === undefined ? own : { ...own, from };
  };
  if (!('links' in config)) {
    const own = begun(config, ONLY_LINK);
    return { client: make(own), from: placeOf(own) };
  }
  const links = Object.entries(config.links).map(([link, own]) => [link, begun(own, link)] as const);
  return {
    client: linkedConnections(new Map(links.map(([link, own]) => [link, make(own)]))),
    from: Object.fromEntries(
      links.flatMap(([link, own]) => {
        const place = placeOf(own);
        return place === undefined ? [] : [[link, place]];
      }),
    ),
  };
}

const placeOf = ({ from }: CommsConfig): LogPosition | undefined => (typeof from === 'object' ? from : undefined);
