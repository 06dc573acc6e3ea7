import { isRecord } from '../../kit/records.ts';
import type { JsonSchema } from '../../model/metadata.ts';

/** A JSON Schema as people read it: `{ id: string, level?: 'warning' | 'alarm' }`; the names of shapes begin with an arrow. */
export function typeText(schema: unknown, indent = ''): string {
  if (!isRecord(schema)) return 'any';
  const { $ref, enum: choices, const: only, anyOf, oneOf, type, items, prefixItems } = schema;
  if (typeof $ref === 'string') return `→${$ref.split('/').at(-1)}`;
  if (Array.isArray(choices)) return choices.map((choice) => JSON.stringify(choice)).join(' | ');
  if (only !== undefined) return JSON.stringify(only);
  const several = anyOf ?? oneOf;
  if (Array.isArray(several)) return several.map((own) => typeText(own, indent)).join(' | ');
  if (type === 'array') {
    if (Array.isArray(prefixItems)) return `[${prefixItems.map((own) => typeText(own, indent)).join(', ')}]`;
    const item = typeText(items, indent);
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`;
  }
  if (type === 'object') return objectText(schema, indent);
  return `${typeof type === 'string' ? type : 'any'}${boundsText(schema)}`;
}

function objectText({ properties, required, additionalProperties }: JsonSchema, indent: string): string {
  const needed = Array.isArray(required) ? required : [];
  const inner = `${indent}  `;
  const lines = Object.entries(isRecord(properties) ? properties : {}).map(([name, own]) => {
    const { description, default: usual } = isRecord(own) ? own : {};
    const said = [description, ...(usual === undefined ? [] : [`${JSON.stringify(usual)} unless given`])].filter(
      Boolean,
    );
    const mark = needed.includes(name) && usual === undefined ? '' : '?';
    return `${inner}${name}${mark}: ${typeText(own, inner)}${said.length > 0 ? `  // ${said.join('; ')}` : ''}`;
  });
  const rest = isRecord(additionalProperties) ? [`${inner}[name]: ${typeText(additionalProperties, inner)}`] : [];
  return lines.length + rest.length === 0 ? '{}' : `{\n${[...lines, ...rest].join('\n')}\n${indent}}`;
}

function boundsText({ minimum, maximum, format, maxLength, minLength, pattern }: JsonSchema): string {
  const range = minimum !== undefined || maximum !== undefined ? `${minimum ?? ''}..${maximum ?? ''}` : undefined;
  const length =
    minLength !== undefined || maxLength !== undefined ? `${minLength ?? 0}..${maxLength ?? ''} characters` : undefined;
  const said = [range, length, format ?? pattern].filter((one) => one !== undefined);
  return said.length > 0 ? ` (${said.join(', ')})` : '';
}
