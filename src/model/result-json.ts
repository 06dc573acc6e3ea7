import type { Sample } from './sample.ts';
import { toJsonValue, toSampleJson } from './sample-json.ts';

const isSample = (value: object): value is Sample => 'stream' in value && 'times' in value && 'values' in value;

/** A command's result as JSON can carry it: samples in their JSON form, bytes as base64. */
export function toResultJson(result: unknown): unknown {
  if (typeof result !== 'object' || result === null) return result ?? null;
  if (result instanceof Uint8Array) return toJsonValue(result);
  if (Array.isArray(result)) return result.map(toResultJson);
  if (isSample(result)) return toSampleJson(result);
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, toResultJson(value)]));
}
