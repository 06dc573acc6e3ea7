import type { ParameterInfo } from '../../definition/parameter.ts';
import { milliseconds } from '../../kit/duration.ts';
import type { JsonSchema } from '../../model/metadata.ts';
import type { Value } from '../../model/sample.ts';

/** What a value may be: said once, for people, for JSON Schema (2020-12), and for the check itself. */
export interface Rule {
  /** `a whole number from 5 to 32767 s` */
  readonly expected: string;
  readonly schema: JsonSchema;
  /** The value in its own form; `undefined` when it is not what is expected. */
  take(value: unknown): Value | undefined;
}

export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
}

/** Text goes to the instrument on one line: a line end in it would be the next command. */
const ONE_LINE = '^[\\x20-\\x7e\\xa0-\\xff]*$';
const DURATION = '^\\d+(\\.\\d+)? (ms|s|min|h|d)$';

function range({ min, max, unit }: Bounds): string {
  const limits =
    min !== undefined && max !== undefined
      ? ` from ${min} to ${max}`
      : min !== undefined
        ? ` of at least ${min}`
        : max !== undefined
          ? ` of at most ${max}`
          : undefined;
  if (unit === undefined) return limits ?? '';
  return limits === undefined ? ` (${unit})` : `${limits} ${unit}`;
}

function numeric(type: 'integer' | 'number', bounds: Bounds): Rule {
  const { min, max } = bounds;
  const fits = type === 'integer' ? Number.isSafeInteger : Number.isFinite;
  return {
    expected: `${type === 'integer' ? 'a whole number' : 'a number'}${range(bounds)}`,
    schema: { type, ...(min !== undefined && { minimum: min }), ...(max !== undefined && { maximum: max }) },
    take: (value) =>
      typeof value === 'number' && fits(value) && value >= (min ?? -Infinity) && value <= (max ?? Infinity)
        ? value
        : undefined,
  };
}

export const integerRule = (bounds: Bounds): Rule => numeric('integer', bounds);
export const numberRule = (bounds: Bounds): Rule => numeric('number', bounds);

export const booleanRule: Rule = {
  expected: 'true or false',
  schema: { type: 'boolean' },
  take: (value) => (typeof value === 'boolean' ? value : undefined),
};

export function textRule(longest?: number, form?: ParameterInfo['form']): Rule {
  const pattern = form === undefined ? ONE_LINE : `^(?:${form.pattern.source})$`;
  const whole = new RegExp(pattern);
  const kind = form === undefined ? 'a text on one line' : `a text such as '${form.example}'`;
  return {
    expected: `${kind}${longest === undefined ? '' : ` of at most ${longest} characters`}`,
    schema: { type: 'string', pattern, ...(longest !== undefined && { maxLength: longest }) },
    take(value) {
      // Digits alone are a number to a shell's user and to YAML; whether none was lost, the form says.
      const text = form !== undefined && Number.isSafeInteger(value) ? String(value) : value;
      return typeof text === 'string' && text.length <= (longest ?? Infinity) && whole.test(text) ? text : undefined;
    },
  };
}

export const durationRule: Rule = {
  expected: "a duration such as '30 s', '10 min' or '1 d'",
  schema: { type: 'string', pattern: DURATION },
  take: (value) =>
    typeof value === 'string' && new RegExp(DURATION).test(value) && Number.isFinite(milliseconds(value))
      ? value
      : undefined,
};

/** A label, or the value that the instrument knows it by, which becomes its label. */
export function choiceRule(choices: Readonly<Record<string, number | string>>): Rule {
  const labels = Object.keys(choices);
  return {
    expected: `one of ${labels.join(', ')}`,
    schema: { enum: labels },
    take: (value) => labels.find((label) => label === value) ?? labels.find((label) => choices[label] === value),
  };
}

export function listRule(length: number | undefined): Rule {
  return {
    expected: `a list of ${length ?? 'whole'} ${length === undefined ? '' : 'whole '}numbers`.replace('  ', ' '),
    schema: {
      type: 'array',
      items: { type: 'integer' },
      ...(length !== undefined && { minItems: length, maxItems: length }),
    },
    take: (value) =>
      Array.isArray(value) && value.length === (length ?? value.length) && value.every(Number.isSafeInteger)
        ? value
        : undefined,
  };
}

const DIGIT = '[A-Za-z0-9+/]';
const PADDED = ['', `${DIGIT}{2}==`, `${DIGIT}{3}=`] as const;

/** Base64 of so many bytes, or of any number of them. */
const base64Pattern = (length: number | undefined): string =>
  length === undefined
    ? `^(?:${DIGIT}{4})*(?:${PADDED[1]}|${PADDED[2]})?$`
    : `^(?:${DIGIT}{4}){${Math.floor(length / 3)}}${PADDED[length % 3]}$`;

/** Bytes, or base64 as they leave the process. */
export function bytesRule(length: number | undefined): Rule {
  const pattern = base64Pattern(length);
  const base64 = new RegExp(pattern);
  const asBytes = (value: unknown): Uint8Array | undefined =>
    value instanceof Uint8Array
      ? value
      : typeof value === 'string' && base64.test(value)
        ? Uint8Array.from(Buffer.from(value, 'base64'))
        : undefined;
  return {
    expected: `${length === undefined ? 'bytes' : `${length} bytes`} in base64`,
    schema: { type: 'string', contentEncoding: 'base64', pattern },
    take(value) {
      const bytes = asBytes(value);
      return bytes === undefined || (length !== undefined && bytes.length !== length) ? undefined : bytes;
    },
  };
}
