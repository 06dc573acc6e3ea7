import { readFileSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { parse } from 'yaml';
import type { Config, InstrumentConfig } from '../config/schema.ts';
import type { Problem } from '../config/schema-problems.ts';
import { coefficientsOf } from '../definition/coefficients.ts';
import type { Instrument } from '../definition/instrument.ts';
import { ConfigError, describeError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { isRecord, mapValues } from '../kit/records.ts';
import type { Coefficients } from '../refine/calibration.ts';
import { compileSieve } from '../sieve/compile-sieve.ts';

const LISTS = ['.yaml', '.yml', '.json'];

/** What a file says: a list of names and numbers, or what the instrument sends when it shows its coefficients. */
function contentOf(definition: Instrument, path: string): Readonly<Record<string, unknown>> {
  if (LISTS.includes(extname(path).toLowerCase())) {
    const content: unknown = parse(readFileSync(path, 'utf8'));
    if (!isRecord(content))
      throw new SyntaxError('must be a list of names and numbers, such as `temp_coeff_ta0: 1.2e-3`');
    return content;
  }
  const { calibration } = definition;
  if (calibration === undefined) {
    throw new SyntaxError(`must end in ${LISTS.join(' or ')}: ${definition.kind} shows no coefficients itself`);
  }
  const sieve = compileSieve(definition)();
  const records = [...sieve.push(readFileSync(path)), ...sieve.end()];
  const shown = records.findLast(({ stream }) => stream === calibration.stream);
  if (shown === undefined) {
    throw new SyntaxError(
      `holds no '${calibration.stream}' of ${definition.kind}; or it is to end in ${LISTS.join(' or ')}`,
    );
  }
  const known = coefficientsOf(definition);
  return Object.fromEntries(Object.entries(shown.values).filter(([name, value]) => known.has(name) && value !== null));
}

function coefficientProblems(definition: Instrument, coefficients: Readonly<Record<string, unknown>>): Problem[] {
  const known = coefficientsOf(definition);
  if (known.size === 0) {
    return [{ path: [], message: `${definition.kind} derives nothing that needs coefficients` }];
  }
  const unknown = Object.keys(coefficients).filter((name) => !known.has(name));
  const [first] = unknown;
  return [
    ...(unknown.length === 1 && first !== undefined
      ? [{ path: [first], message: `is no coefficient of ${definition.kind}; ${nearest(first, [...known])}` }]
      : []),
    ...(unknown.length > 1
      ? [
          {
            path: [],
            message: `${unknown.join(', ')}: none is a coefficient of ${definition.kind}; ${nearest('', [...known])}`,
          },
        ]
      : []),
    ...Object.entries(coefficients)
      .filter(([name, value]) => known.has(name) && typeof value !== 'number')
      .map(([name, value]) => ({ path: [name], message: `'${String(value)}' is not a number` })),
  ];
}

const numbersIn = (content: Readonly<Record<string, unknown>>): Coefficients =>
  Object.fromEntries(
    Object.entries(content).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );

/** The coefficients in a file; a `ConfigError` tells all that is wrong with it. */
export function readCoefficients(definition: Instrument, file: string): Coefficients {
  let content: Readonly<Record<string, unknown>>;
  try {
    content = contentOf(definition, file);
  } catch (cause) {
    throw new ConfigError([{ name: file, message: describeError(cause) }], { cause });
  }
  const problems = coefficientProblems(definition, content);
  if (problems.length > 0) {
    throw new ConfigError(problems.map(({ path, message }) => ({ name: [file, ...path].join(': '), message })));
  }
  return numbersIn(content);
}

/** What is wrong with calibrations of an instrument; files are seen from `folder`. */
export const calibrationProblems = (
  definition: Instrument,
  calibrations: readonly unknown[],
  folder: string,
): readonly Problem[] =>
  calibrations.flatMap((one, i): Problem[] => {
    if (!isRecord(one)) return [];
    const { file, coefficients } = one;
    if (typeof file !== 'string') {
      if (!isRecord(coefficients)) return [];
      const problems = coefficientProblems(definition, numbersIn(coefficients));
      return problems.map(({ path, message }) => ({ path: [i, 'coefficients', ...path], message }));
    }
    try {
      readCoefficients(definition, resolve(folder, file));
      return [];
    } catch (error) {
      const issues = error instanceof ConfigError ? error.issues : [];
      return issues.map(({ name, message }) => ({ path: [i, 'file'], message: `${name}: ${message}` }));
    }
  });

/** A configuration whose calibrations hold what their files say. It was checked. */
export function withCalibrations(
  config: Config,
  definitionOf: (kind: string) => Instrument | undefined,
  folder: string,
): Config {
  const filled = (own: InstrumentConfig): InstrumentConfig => {
    const definition = definitionOf(own.kind);
    if (own.calibrations === undefined || definition === undefined) return own;
    return {
      ...own,
      calibrations: own.calibrations.map((one) =>
        one.file === undefined
          ? one
          : { ...one, coefficients: readCoefficients(definition, resolve(folder, one.file)) },
      ),
    };
  };
  return { ...config, instruments: mapValues(config.instruments, filled) };
}
