import { isRecord } from '../../kit/records.ts';
import type { OpenApi, Operation } from './document.ts';

const PARTS: Readonly<Record<string, string>> = {
  stream: 'ctd',
  command: 'acquire_sample',
  day: '2026-11-22',
};

/** How an endpoint is asked from a shell. */
export function curlOf(method: string, path: string, { parameters, requestBody }: Operation, api: OpenApi): string {
  const address = path
    .replace('/instruments/{id}', '/instruments/ctd')
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => PARTS[name] ?? `<${name}>`);
  const query = parameters
    .filter((one) => one.in === 'query' && (one.required || one.schema.example !== undefined))
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(exampleOf(schema, api)))}`);
  const body = requestBody?.content['application/json']?.schema;
  return [
    'curl',
    ...(method === 'get' ? [] : [`-X ${method.toUpperCase()}`]),
    ...(body ? [`-H 'content-type: application/json' -d '${JSON.stringify(exampleOf(body, api))}'`] : []),
    `'http://127.0.0.1:8100${address}${query.length > 0 ? `?${query.join('&')}` : ''}'`,
  ].join(' ');
}

/** Something that a schema accepts: its example, where it gives one. */
export function exampleOf(schema: unknown, api: OpenApi): unknown {
  if (!isRecord(schema)) return null;
  const { $ref, example, default: usual, enum: choices, const: only, anyOf, oneOf, type, items, minimum } = schema;
  if (typeof $ref === 'string') return exampleOf(api.components.schemas[$ref.split('/').at(-1) ?? ''], api);
  const given = example ?? usual ?? only ?? (Array.isArray(choices) ? choices[0] : undefined);
  if (given !== undefined) return given;
  const several = anyOf ?? oneOf;
  if (Array.isArray(several)) return exampleOf(several[0], api);
  if (type === 'array') return [exampleOf(items, api)];
  if (type === 'object') return exampleObject(schema, api);
  if (type === 'number' || type === 'integer') return typeof minimum === 'number' ? minimum : 1;
  return type === 'boolean' ? true : '…';
}

function exampleObject({ properties, required }: Readonly<Record<string, unknown>>, api: OpenApi): object {
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  const own = Object.entries(isRecord(properties) ? properties : {});
  const shown = own.filter(
    ([name, schema]) => needed.includes(name) || (isRecord(schema) && schema.example !== undefined),
  );
  return Object.fromEntries(shown.map(([name, schema]) => [name, exampleOf(schema, api)]));
}
