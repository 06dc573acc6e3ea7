import type { Instrument } from '../../definition/instrument.ts';
import { escapeBytes } from '../../kit/bytes.ts';
import { type Issue, ParameterError } from '../../kit/errors.ts';
import { nearest } from '../../kit/nearest.ts';
import { isRecord } from '../../kit/records.ts';
import type { Value, Values } from '../../model/sample.ts';
import type { Rule } from './rule.ts';

/** `set`: while it runs; `startup`: also what may be set only then; `own`: only what is the driver's own. */
export type Phase = 'set' | 'startup' | 'own';

/** One value of those that may be given: what it may be, or why it may not be given at all. */
export type Allowed = { readonly rule: Rule } | { readonly refused: string };

export function shown(value: unknown): string {
  if (value instanceof Uint8Array) return `${value.length} bytes '${escapeBytes(value, 20)}'`;
  const text = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** Names that are not there, each with the nearest one. */
export const unknownNames = (names: readonly string[], known: readonly string[]): Issue[] =>
  names
    .filter((name) => !known.includes(name))
    .map((name) => ({ name, message: `is not there; ${nearest(name, known)}` }));

/** The values in their own form; a `ParameterError` with all that is wrong at once. */
export function checkValues(
  what: string,
  values: unknown,
  allowed: ReadonlyMap<string, Allowed>,
  required: readonly string[] = [],
): Values {
  if (!isRecord(values))
    throw new ParameterError(`${what} are given by name, as {"name": value}, not as ${shown(values)}`);
  const names = Object.keys(values);
  const issues = unknownNames(names, [...allowed.keys()]);
  const checked: [string, Value][] = [];
  for (const [name, entry] of allowed) {
    if ('refused' in entry) {
      if (Object.hasOwn(values, name)) issues.push({ name, message: entry.refused });
      continue;
    }
    if (!Object.hasOwn(values, name)) {
      if (required.includes(name)) issues.push({ name, message: `is missing; it must be ${entry.rule.expected}` });
      continue;
    }
    const value = entry.rule.take(values[name]);
    if (value === undefined) issues.push({ name, message: `${shown(values[name])} is not ${entry.rule.expected}` });
    else checked.push([name, value]);
  }
  if (issues.length > 0) throw new ParameterError(issues);
  return Object.fromEntries(checked);
}

/** What may be set in this phase. */
export function allowedIn(
  phase: Phase,
  definition: Instrument,
  rules: ReadonlyMap<string, Rule>,
): ReadonlyMap<string, Allowed> {
  return new Map(
    [...rules].map(([name, rule]): [string, Allowed] => {
      if (phase === 'own' && definition.parameters[name]?.source !== 'engineering') {
        return [name, { refused: 'is the instrument’s: only the driver’s own are changed so' }];
      }
      const visibility = definition.parameters[name]?.visibility ?? 'read_only';
      if (visibility === 'read_only') return [name, { refused: 'is read only' }];
      if (visibility === 'startup' && phase === 'set') return [name, { refused: 'may be set only at start-up' }];
      return [name, { rule }];
    }),
  );
}
