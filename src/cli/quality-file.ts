import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type QualityConfig, qualitySchema } from '../config/quality-schema.ts';
import { schemaProblems } from '../config/schema-problems.ts';
import type { Instrument } from '../definition/instrument.ts';
import { ConfigError, describeError } from '../kit/errors.ts';
import { makeRefiner } from '../refine/make-refiner.ts';
import { qualityProblems } from '../refine/resolve-quality.ts';

/** Quality tests in a file of their own, written as in a configuration; a `ConfigError` tells all that is wrong with them. */
export function readQuality(definition: Instrument, file: string, hasDepth: boolean): QualityConfig {
  let content: unknown;
  try {
    content = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new ConfigError([{ name: file, message: describeError(cause) }], { cause });
  }
  const checked = qualitySchema.safeParse(content);
  const problems = [
    ...(checked.error ? schemaProblems(checked.error, content, qualitySchema) : []),
    ...qualityProblems(definition, content, hasDepth),
  ];
  if (checked.success && problems.length === 0) return checked.data;
  throw new ConfigError(problems.map(({ path, message }) => ({ name: [file, ...path].join(': '), message })));
}

/** What the samples of an instrument are tested for, a line for each field: those that are configured, and its valid ranges. */
export function testsText(definition: Instrument, quality: QualityConfig | undefined): string[] {
  const { streams } = makeRefiner({ definition, quality });
  return Object.entries(streams).flatMap(([stream, { flags }]) => {
    const tests = Object.values(flags).filter(({ test }) => test !== undefined);
    return [...Map.groupBy(tests, ({ field }) => field)].map(
      ([field, own]) => `${stream}.${field}: ${own.map(({ test }) => test).join(', ')}`,
    );
  });
}
