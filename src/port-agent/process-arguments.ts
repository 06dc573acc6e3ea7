import { parseArgs } from 'node:util';
import { ConfigError, describeError, type Issue } from '../kit/errors.ts';
import { formatLink } from '../link/format-link.ts';
import { parseLink } from '../link/parse-link.ts';
import type { PortAgentOptions } from './options.ts';
import { UPKEEP_ARGUMENTS, upkeepFromArguments, upkeepToArguments } from './upkeep-arguments.ts';

/** What is said to the process of one port agent. */
export type ProcessOptions = Pick<PortAgentOptions, 'name' | 'link' | 'data' | 'run' | 'listen' | 'ports' | 'upkeep'>;

const PORT_ARGUMENTS = { data: 'data-port', command: 'command-port', sniff: 'sniff-port', http: 'http-port' } as const;
const REQUIRED = ['name', 'link', 'data', 'run'] as const;
const TEXT = { type: 'string' } as const;

/** The options as command line arguments: {@link fromArguments} reads them. */
export function toArguments({ name, link, data, run, listen, ports = {}, upkeep }: ProcessOptions): string[] {
  const texts = { name, link: formatLink(link), data, run, ...(listen !== undefined && { listen }) };
  return [
    ...Object.entries(texts).flatMap(([key, value]) => [`--${key}`, value]),
    ...Object.entries(PORT_ARGUMENTS).flatMap(([key, argument]) => {
      const port = Object.entries(ports).find(([which]) => which === key)?.[1];
      return port === undefined ? [] : [`--${argument}`, String(port)];
    }),
    ...(upkeep === undefined ? [] : upkeepToArguments(upkeep)),
  ];
}

/** Reads what {@link toArguments} writes; a `ConfigError` lists what is missing or wrong. */
export function fromArguments(args: readonly string[]): ProcessOptions {
  const names = [...REQUIRED, 'listen', ...Object.values(PORT_ARGUMENTS), ...UPKEEP_ARGUMENTS];
  const { values } = attempt(() =>
    parseArgs({ args: [...args], options: Object.fromEntries(names.map((name) => [name, TEXT])), strict: true }),
  );
  const text = (name: string): string | undefined => values[name]?.toString();
  const issues: Issue[] = REQUIRED.filter((name) => !text(name)).map((name) => ({
    name: `--${name}`,
    message: 'is missing',
  }));
  const upkeep = upkeepFromArguments(text, issues);
  if (issues.length > 0) throw new ConfigError(issues);
  const ports = Object.entries(PORT_ARGUMENTS).flatMap(([key, argument]) => {
    const port = text(argument);
    return port === undefined ? [] : [[key, Number(port)]];
  });
  const listen = text('listen');
  return {
    name: text('name')!,
    link: parseLink(text('link')!),
    data: text('data')!,
    run: text('run')!,
    ...(listen !== undefined && { listen }),
    ports: Object.fromEntries(ports),
    ...(upkeep && { upkeep }),
  };
}

function attempt<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new ConfigError(describeError(cause), { cause });
  }
}
