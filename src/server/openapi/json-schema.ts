import { z } from 'zod';
import { isRecord, mapValues } from '../../kit/records.ts';
import type { JsonSchema } from '../../model/metadata.ts';
import { SHARED_SCHEMAS } from './shared-schemas.ts';

const PLACE = '#/components/schemas/';
const NAMES: ReadonlyMap<z.core.$ZodType, string> = new Map(
  [...SHARED_SCHEMAS].map(([name, schema]) => [schema, name]),
);

/** A schema as JSON Schema; those that are shared are only named. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const name = NAMES.get(schema);
  return name === undefined ? written(schema) : { $ref: `${PLACE}${name}` };
}

/** All that the others name. */
export const sharedSchemas = (): Readonly<Record<string, JsonSchema>> => ({
  Json: { description: 'any JSON' },
  ...Object.fromEntries([...SHARED_SCHEMAS].map(([name, schema]) => [name, written(schema)])),
});

/** As it stands in a request or an answer: that is what goes into a schema, times as text. */
function written(schema: z.ZodType): JsonSchema {
  const {
    $schema: _,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, {
    io: 'input',
    override({ zodSchema, jsonSchema, path }) {
      // What every whole number of JSON keeps to needs no saying.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) Reflect.deleteProperty(jsonSchema, 'minimum');
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) Reflect.deleteProperty(jsonSchema, 'maximum');
      const name = path.length > 0 ? NAMES.get(zodSchema) : undefined;
      if (name === undefined) return;
      for (const key of Object.keys(jsonSchema)) Reflect.deleteProperty(jsonSchema, key);
      jsonSchema.$ref = `${PLACE}${name}`;
    },
  });
  const strange = Object.entries($defs).filter(([name, own]) => !isAnyJson(name, own));
  if (strange.length > 0)
    throw new Error(`a schema that holds itself wants a name among the shared ones: ${strange[0]}`);
  return mapValues(own, replaceRefs);
}

const { $schema: _, ...ANY_JSON } = z.toJSONSchema(z.json());

/** Any JSON is what holds itself; under which name it does so is of no matter. */
const isAnyJson = (name: string, own: unknown): boolean =>
  JSON.stringify(own).replaceAll(`"#/$defs/${name}"`, '"#"') === JSON.stringify(ANY_JSON);

/** The only schemas that hold themselves are any JSON. */
function replaceRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(replaceRefs);
  if (!isRecord(value)) return value;
  const isOwn = typeof value.$ref === 'string' && /^#(\/\$defs\/.*)?$/.test(value.$ref);
  return isOwn ? { $ref: `${PLACE}Json` } : mapValues(value, replaceRefs);
}
