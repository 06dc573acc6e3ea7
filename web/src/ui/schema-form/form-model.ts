import type { JsonSchema } from '../../../../src/model/metadata.ts';

type InputKind = 'integer' | 'number' | 'boolean' | 'choice' | 'list' | 'text';

/** One input of a form, as a JSON Schema describes it. */
export interface FormField {
  readonly name: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly unit: string | undefined;
  readonly required: boolean;
  readonly kind: InputKind;
  readonly choices: readonly string[];
  /** What is allowed, in words: `from 5 to 32767`. */
  readonly limits: string;
  readonly schema: JsonSchema;
}

/** What a person has typed, by the name of the field. */
export type Drafts = Readonly<Record<string, string>>;

/** What a draft says; neither where nothing was typed. */
export type Read = { readonly value: unknown } | { readonly error: string } | undefined;

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const asNumber = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const asRecord = (value: unknown): JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
const asList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function kindOf(schema: JsonSchema): InputKind {
  if (Array.isArray(schema.enum)) return 'choice';
  const { type } = schema;
  if (type === 'array') return 'list';
  return type === 'integer' || type === 'number' || type === 'boolean' ? type : 'text';
}

function limitsOf(kind: InputKind, schema: JsonSchema, unit: string | undefined): string {
  const [low, high] = [asNumber(schema.minimum), asNumber(schema.maximum)];
  const behind = unit === undefined || unit === '' ? '' : ` ${unit}`;
  if (low !== undefined && high !== undefined) return `from ${low} to ${high}${behind}`;
  if (low !== undefined) return `at least ${low}${behind}`;
  if (high !== undefined) return `at most ${high}${behind}`;
  if (kind === 'integer') return `a whole number${unit === undefined ? '' : `, in ${unit}`}`;
  if (kind === 'list') return 'numbers with commas between them';
  if (schema.contentEncoding === 'base64') return 'bytes in base64';
  const longest = asNumber(schema.maxLength);
  return longest === undefined ? (unit ?? '') : `at most ${longest} characters`;
}

/** The input for one value. */
export function fieldOf(
  name: string,
  schema: JsonSchema,
  about: { unit?: string | undefined; required?: boolean } = {},
): FormField {
  const kind = kindOf(schema);
  const unit = about.unit ?? asText(schema.unit);
  return {
    name,
    title: asText(schema.title) ?? name,
    description: asText(schema.description),
    unit,
    required: about.required ?? false,
    kind,
    choices: kind === 'boolean' ? ['true', 'false'] : asList(schema.enum).map(String),
    limits: limitsOf(kind, schema, unit),
    schema,
  };
}

/** The inputs of an object's schema, in its order. */
export function fieldsOf(schema: JsonSchema): readonly FormField[] {
  const required = asList(schema.required);
  return Object.entries(asRecord(schema.properties)).map(([name, one]) =>
    fieldOf(name, asRecord(one), { required: required.includes(name) }),
  );
}

/** A value as it stands in its input. */
export const draftOf = (value: unknown): string =>
  value === undefined || value === null ? '' : Array.isArray(value) ? value.join(', ') : String(value);

/** What a draft says, checked as the server will check it. */
export function readDraft(field: FormField, draft: string | undefined): Read {
  const text = (draft ?? '').trim();
  if (text === '') return field.required ? { error: `${field.title} is needed` } : undefined;
  switch (field.kind) {
    case 'boolean':
      return { value: text === 'true' };
    case 'choice':
      return { value: asList(field.schema.enum).find((choice) => String(choice) === text) ?? text };
    case 'integer':
    case 'number':
      return readNumber(field, text);
    case 'list':
      return readList(field, text);
    case 'text':
      return readText(field, text);
  }
}

function readNumber({ kind, schema, limits }: FormField, text: string): Read {
  const value = Number(text.replace(',', '.'));
  const whole = kind === 'number' || Number.isInteger(value);
  const fits = value >= (asNumber(schema.minimum) ?? -Infinity) && value <= (asNumber(schema.maximum) ?? Infinity);
  if (Number.isFinite(value) && whole && fits) return { value };
  return { error: [`must be a ${kind === 'integer' ? 'whole ' : ''}number`, limits].filter(Boolean).join(' ') };
}

function readList({ schema }: FormField, text: string): Read {
  const values = text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(Number);
  const length = asNumber(schema.minItems);
  if (values.every(Number.isFinite) && (length === undefined || values.length === length)) return { value: values };
  return { error: `must be ${length ?? ''} numbers with commas between them`.replace('  ', ' ') };
}

function readText({ schema, limits }: FormField, text: string): Read {
  const pattern = asText(schema.pattern);
  const longest = asNumber(schema.maxLength) ?? Infinity;
  if (text.length > longest) return { error: `must have ${limits}` };
  if (pattern === undefined || new RegExp(pattern).test(text)) return { value: text };
  return { error: `is not of the form that is expected${limits === '' ? '' : ` (${limits})`}` };
}

/** All values that were typed, and all that is wrong with them. */
export function readDrafts(fields: readonly FormField[], drafts: Drafts) {
  const values: Record<string, unknown> = {};
  const errors: Record<string, string> = {};
  for (const field of fields) {
    const read = readDraft(field, drafts[field.name]);
    if (read === undefined) continue;
    if ('error' in read) errors[field.name] = read.error;
    else values[field.name] = read.value;
  }
  return { values, errors };
}
