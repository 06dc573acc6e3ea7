import { type Issue, ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { type Position, parsePosition } from '../packet/position.ts';

/** Where a driver finds its port agent. */
export interface CommsConfig {
  readonly addr: string;
  /** The data port. */
  readonly port: number;
  /** The command port: an original port agent says there how its instrument is. */
  readonly command_port?: number;
  /** The HTTP port of one of our port agents: exact positions, and nothing is missed between two attachments. */
  readonly http_port?: number;
  /** Where in the log to begin; only what comes from now on where nothing is said. */
  readonly from?: Position | 'start' | 'end';
  /** Nobody else may write to the instrument meanwhile. */
  readonly exclusive?: boolean;
  /** Who writes, for the others. */
  readonly owner?: string;
}

/** Where the driver of an instrument with several links finds the port agent of each. */
export interface LinkedCommsConfig {
  readonly links: Readonly<Record<string, CommsConfig>>;
}

const KNOWN = ['addr', 'port', 'command_port', 'http_port', 'from', 'exclusive', 'owner'];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is wrong with a host name or address, if anything. */
export function hostIssues(name: string, value: unknown): Issue[] {
  if (typeof value === 'string' && value !== '' && !/\s/.test(value)) return [];
  return [{ name, message: `${show(value)} is not a host name or address such as '127.0.0.1'` }];
}

/** What is wrong with a port, if anything. */
export function portIssues(name: string, value: unknown): Issue[] {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535) return [];
  return [{ name, message: `${show(value)} is not a port, a whole number from 1 to 65535` }];
}

/** The entries of a config that nobody would read. */
export const unknownIssues = (config: object, known: readonly string[]): Issue[] =>
  Object.keys(config)
    .filter((name) => !known.includes(name))
    .map((name) => ({ name, message: `is not a setting; ${nearest(name, known)}` }));

/** A config as an object, or a `ParameterError` that says what it must hold. */
export function configObject(config: unknown, holds: string): Readonly<Record<string, unknown>> {
  if (config === undefined) throw new ParameterError(`configure was given no comms config: it needs ${holds}`);
  if (!isObject(config)) throw new ParameterError(`the comms config is ${show(config)}, not an object with ${holds}`);
  return config;
}

/** Reads a driver's comms config; all that is wrong is one `ParameterError`. */
export function checkCommsConfig(given: unknown): CommsConfig {
  const config = configObject(given, '{ addr, port } of a port agent');
  const issues = commsIssues(config);
  if (issues.length > 0) throw new ParameterError(issues);
  return commsConfig(config);
}

/** As {@link checkCommsConfig}, for an instrument with several links: exactly these. */
export function checkLinkedConfig(given: unknown, names: readonly string[]): LinkedCommsConfig {
  const holds = `{ links: { ${names.join(', ')} } } with { addr, port } of a port agent each`;
  const config = configObject(given, holds);
  const links = isObject(config.links) ? config.links : undefined;
  if (links === undefined) throw new ParameterError(`the comms config is ${show(config)}, not an object with ${holds}`);
  const issues = [
    ...unknownIssues(config, ['links']),
    ...unknownIssues(links, names).map(({ message }) => ({ name: 'links', message })),
    ...names.flatMap((name): Issue[] => {
      const own = links[name];
      if (!isObject(own))
        return [{ name: `links.${name}`, message: `${show(own)} is not { addr, port } of a port agent` }];
      return commsIssues(own).map((issue) => ({ ...issue, name: `links.${name}.${issue.name}` }));
    }),
  ];
  if (issues.length > 0) throw new ParameterError(issues);
  return { links: Object.fromEntries(names.map((name) => [name, commsConfig(configObject(links[name], holds))])) };
}

function commsIssues(config: Readonly<Record<string, unknown>>): Issue[] {
  const { addr, port, command_port, http_port, from, exclusive, owner } = config;
  const position = positionOf(from);
  return [
    ...hostIssues('addr', addr),
    ...portIssues('port', port),
    ...(command_port === undefined ? [] : portIssues('command_port', command_port)),
    ...(http_port === undefined ? [] : portIssues('http_port', http_port)),
    ...(position instanceof ParameterError ? [{ name: 'from', message: position.message }] : []),
    ...typeIssues('exclusive', exclusive, 'boolean'),
    ...typeIssues('owner', owner, 'string'),
    ...unknownIssues(config, KNOWN),
  ];
}

/** A config in which nothing is wrong, in its own form. */
function commsConfig(config: Readonly<Record<string, unknown>>): CommsConfig {
  const { addr, port, command_port, http_port, from, exclusive, owner } = config;
  const position = positionOf(from);
  return Object.freeze({
    addr: String(addr),
    port: Number(port),
    ...(command_port !== undefined && { command_port: Number(command_port) }),
    ...(http_port !== undefined && { http_port: Number(http_port) }),
    ...(position !== undefined && !(position instanceof ParameterError) && { from: position }),
    ...(exclusive !== undefined && { exclusive: Boolean(exclusive) }),
    ...(owner !== undefined && { owner: String(owner) }),
  });
}

const typeIssues = (name: string, value: unknown, type: 'boolean' | 'string'): Issue[] =>
  value === undefined || typeof value === type ? [] : [{ name, message: `${show(value)} is not a ${type}` }];

function positionOf(from: unknown): Position | 'start' | 'end' | ParameterError | undefined {
  if (from === undefined || from === 'start' || from === 'end') return from;
  try {
    const { day, offset } = isObject(from) ? from : {};
    return parsePosition(isObject(from) ? `${day}:${offset}` : String(from));
  } catch (thrown) {
    if (thrown instanceof ParameterError) return thrown;
    throw thrown;
  }
}

/** A value for a message. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}
