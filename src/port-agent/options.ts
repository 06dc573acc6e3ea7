import type { Clock } from '../kit/clock.ts';
import { ConfigError, type Issue } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import type { LinkSpec } from '../link/link-spec.ts';
import type { UpkeepRules } from '../packet/upkeep.ts';
import type { OpenLink } from './link-keeper.ts';
import type { Ports } from './run-file.ts';

export interface PortAgentOptions {
  /** The instrument's id; `<id>/<link>` for one of several links. */
  readonly name: string;
  readonly link: LinkSpec;
  /** The log goes to `<data>/<name>/log`. */
  readonly data: string;
  /** The folder for `<run>/<name>.json`. */
  readonly run: string;
  /** The address to listen on; 127.0.0.1 unless given. */
  readonly listen?: string;
  /** TCP ports; 0 or absent for one that is free. */
  readonly ports?: Partial<Ports>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** After how many ms what is written is brought to the disk, or with every packet. */
  readonly flushEvery?: number | 'packet';
  /** For how long an outage of the link is not told to clients of the data port, in ms; 10 s unless given. */
  readonly forgiveness?: number;
  /** How often clients hear that the port agent lives, in ms; 10 s unless given. */
  readonly heartbeat?: number;
  /** How many bytes may wait for one client for longer than a moment; 4 MiB unless given. */
  readonly clientQueue?: number;
  /** What is to become of the days of the log that are over; they are compressed unless given. */
  readonly upkeep?: UpkeepRules;
  readonly openLink?: OpenLink;
}

const NAME = /^[A-Za-z0-9][\w.-]{0,99}(\/[A-Za-z0-9][\w.-]{0,99})?$/;
const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= 65_535;
const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;

/** Throws a `ConfigError` with all that is wrong at once. */
export function checkOptions(options: PortAgentOptions): void {
  const issues: Issue[] = [];
  const { name, ports = {}, forgiveness = 0, heartbeat = 1, clientQueue = 1 } = options;
  if (!NAME.test(name)) {
    issues.push({
      name: 'name',
      message: `'${name}' is not a name of letters, digits, '_', '-' and '.' that files can carry, or two of them with a / between`,
    });
  }
  for (const [which, port] of Object.entries(ports)) {
    if (!isPort(port)) issues.push({ name: `ports.${which}`, message: `${port} is not a port from 0 to 65535` });
  }
  if (!(forgiveness >= 0)) issues.push({ name: 'forgiveness', message: `${forgiveness} is not a time in ms` });
  if (!isPositive(heartbeat)) issues.push({ name: 'heartbeat', message: `${heartbeat} is not a time in ms above 0` });
  if (!isPositive(clientQueue))
    issues.push({ name: 'clientQueue', message: `${clientQueue} is not a number of bytes` });
  if (issues.length > 0) throw new ConfigError(issues);
}
