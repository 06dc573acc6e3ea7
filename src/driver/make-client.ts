import type { Clock } from '../kit/clock.ts';
import { LoggerClient } from '../port-agent/logger-client.ts';
import type { CommsConfig } from './comms-config.ts';
import type { Connection } from './connection.ts';

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
