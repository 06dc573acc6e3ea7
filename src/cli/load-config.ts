import { readFile } from 'node:fs/promises';
import { type Known, parseConfig } from '../config/parse-config.ts';
import type { Config } from '../config/schema.ts';
import { ConfigError, describeError } from '../kit/errors.ts';
import type { CliContext } from './context.ts';
import { kindProblems } from './kind-problems.ts';

const EXAMPLE = `instruments:
  ctd_12m:                           # an id of your own
    kind: sea_bird.sbe37_smp
    link: tcp://10.0.0.12:4001       # or serial:///dev/ttyUSB0?baud=9600
    startup: { parameters: { interval: 60 }, mode: autosample }
outputs:
  jsonl: ./out`;

/** Reads a configuration file; every error of it is in one `ConfigError`. */
export async function loadConfig(file: string | undefined, context: CliContext): Promise<Config> {
  if (file === undefined) {
    throw new ConfigError(`sonde run needs a configuration: sonde run -c sonde.yaml. A small one is:\n\n${EXAMPLE}\n`);
  }
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError([{ name: file, message: `cannot be read: ${describeError(error)}` }], { cause: error });
  }
  const { kinds } = context;
  const named = kinds.filter((kind) => text.includes(kind));
  const definitions = new Map(
    await Promise.all(named.map(async (kind) => [kind, await context.loadInstrument(kind)] as const)),
  );
  const problemsOf: Known['problemsOf'] = (kind, parameters, jobs) => {
    const definition = definitions.get(kind);
    return definition === undefined ? [] : kindProblems(definition, parameters, jobs, context.clock);
  };
  return parseConfig(text, file, { kinds, problemsOf });
}
