import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { fieldNames } from '../agent/key-values.ts';
import { alertProblems } from '../alerts/alert-problems.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { definitionPlacesIn } from '../config/definition-places.ts';
import { type Known, parseConfig } from '../config/parse-config.ts';
import type { Config } from '../config/schema.ts';
import { serverIn } from '../config/server-schema.ts';
import { streamMetadata } from '../definition/stream-metadata.ts';
import { ConfigError, describeError } from '../kit/errors.ts';
import { mapValues } from '../kit/records.ts';
import { qualityProblems } from '../refine/resolve-quality.ts';
import { calibrationProblems, withCalibrations } from './calibration-files.ts';
import type { CliContext } from './context.ts';
import { knownKinds } from './find-definition.ts';
import { kindProblems, knownHosts } from './kind-problems.ts';

const EXAMPLE = `instruments:
  ctd_12m:                           # an id of your own
    kind: sea_bird.sbe37_smp
    link: tcp://10.0.0.12:4001       # or serial:///dev/ttyUSB0?baud=9600
    startup: { parameters: { interval: 60 }, mode: autosample }
outputs:
  jsonl: ./out`;

/** A configuration, and the kinds of instruments that it may name. */
export interface Deployment {
  readonly config: Config;
  readonly text: string;
  readonly catalogue: Catalogue;
}

/** Reads a configuration file and the definitions that it names; every error of it is in one `ConfigError`. */
export async function loadConfig(file: string | undefined, context: CliContext): Promise<Deployment> {
  if (file === undefined) {
    throw new ConfigError(`sonde run needs a configuration: sonde run -c sonde.yaml. A small one is:\n\n${EXAMPLE}\n`);
  }
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new ConfigError([{ name: file, message: `cannot be read: ${describeError(error)}` }], { cause: error });
  }
  return readConfig(text, file, context);
}

/** The same, of a text that stands in that file, or is to. */
export async function readConfig(text: string, file: string, context: CliContext): Promise<Deployment> {
  const folder = dirname(resolve(file));
  const catalogue = await knownKinds(context, definitionPlacesIn(text), folder);
  const { kinds } = catalogue;
  const named = kinds.filter((kind) => text.includes(kind));
  const definitions = new Map(
    await Promise.all(named.map(async (kind) => [kind, await catalogue.load(kind)] as const)),
  );
  const problemsOf: Known['problemsOf'] = (kind, parameters, jobs) => {
    const definition = definitions.get(kind);
    return definition === undefined ? [] : kindProblems(definition, parameters, jobs, context.clock);
  };
  try {
    const definitionOf = (kind: string) => definitions.get(kind);
    const known: Known = {
      kinds,
      problemsOf,
      calibrationProblems(kind, calibrations) {
        const definition = definitionOf(kind);
        return definition === undefined ? [] : calibrationProblems(definition, calibrations, folder);
      },
      qualityProblems(kind, quality, hasDepth) {
        const definition = definitionOf(kind);
        return definition === undefined ? [] : qualityProblems(definition, quality, hasDepth);
      },
      alertProblems(kind, alerts) {
        const definition = definitionOf(kind);
        return definition === undefined ? [] : alertProblems(definition, alerts);
      },
      linkNames: (kind) => definitionOf(kind)?.links,
      fieldNames(kind) {
        const definition = definitionOf(kind);
        return definition === undefined
          ? []
          : fieldNames(mapValues(definition.samples, (_, stream) => streamMetadata(definition, stream)));
      },
      ...knownHosts(definitions),
    };
    const config = withCalibrations(parseConfig(text, file, known), definitionOf, folder);
    const { server } = config;
    return {
      config: { ...config, ...(server !== undefined && { server: serverIn(folder, server) }) },
      text,
      catalogue,
    };
  } catch (error) {
    // A kind may be unknown because its definition is broken.
    if (!(error instanceof ConfigError) || catalogue.problems.length === 0) throw error;
    throw new ConfigError([...error.issues, ...catalogue.problems], { cause: error });
  }
}
