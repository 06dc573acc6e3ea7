import { z } from 'zod';
import { ParameterError } from '../../kit/errors.ts';
import { isRecord } from '../../kit/records.ts';
import type { Value, Values } from '../../model/sample.ts';
import { readJson } from '../json-body.ts';

/** What OOI's HTTP agent takes, as query, form or JSON. */
const NAMES = ['key', 'timeout', 'resource', 'command', 'kwargs', 'config', 'level', 'startswith', 'contains'] as const;
export type ArgumentName = (typeof NAMES)[number];

const text = z.string().max(65_536).exactOptional();
const shape = <T extends z.ZodType>(one: T) => Object.fromEntries(NAMES.map((name) => [name, one]));

export const ooiQuery = z.strictObject(shape(text));
export const ooiBody = z
  .strictObject(shape(z.json().exactOptional()))
  .meta({ description: 'as JSON or as a form; of a form every value is tried as JSON first' });

/** The media type of a form. */
export const FORM = 'application/x-www-form-urlencoded';

/** A form as its names and values. */
export const readForm = (body: string): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(body));

/** What came with a request: its query where it has one, else its form, else its JSON. */
export function argumentsOf(query: unknown, body: unknown): (name: ArgumentName) => unknown {
  const own = [query, body].find((one) => isRecord(one) && Object.keys(one).length > 0);
  return (name) => tried(isRecord(own) && Object.hasOwn(own, name) ? own[name] : undefined);
}

/** A text as the JSON that it may be. */
function tried(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return readJson(value) ?? value;
  } catch {
    return value;
  }
}

const TIMEOUT = { default: 90_000, most: 600_000 };

/** How long an answer is waited for, in ms. */
export function timeoutOf(given: unknown, otherwise = TIMEOUT.default): number {
  const wanted = typeof given === 'string' || typeof given === 'number' ? Math.trunc(Number(given)) : Number.NaN;
  return wanted >= 0 ? Math.min(wanted, TIMEOUT.most) : Math.min(otherwise, TIMEOUT.most);
}

const BYTES = '_base64:';

/** A value as drivers take it: `_base64:…` is bytes. */
export function toValue(name: string, value: unknown): Value {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string')
    return value.startsWith(BYTES) ? Buffer.from(value.slice(BYTES.length), 'base64') : value;
  if (Array.isArray(value)) return value.map((item) => toValue(name, item));
  throw new ParameterError([{ name, message: 'must be a number, a text, true or false, or a list of them' }]);
}

export const toValues = (given: Readonly<Record<string, unknown>>): Values =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, toValue(name, value)]));

/** What OOI's agent makes of texts for parameters of other types. */
export function coerced(value: Value, type: unknown): Value {
  if (typeof value === 'number' && type === 'boolean' && (value === 0 || value === 1)) return value === 1;
  if (typeof value !== 'string') return value;
  if (type === 'boolean' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  const isNumber = (type === 'number' || type === 'integer') && /^[-+]?[\d.]+(e[-+]?\d+)?$/i.test(value.trim());
  return isNumber ? Number(value) : value;
}
