import { isRecord, mapValues } from '../kit/records.ts';
import type { Json } from './api/common.ts';
import { toJsonValue } from './sample-json.ts';

/** Anything as JSON can carry it. */
export function plain(value: unknown): Json {
  if (value instanceof Uint8Array || typeof value === 'number') return toJsonValue(value);
  if (Array.isArray(value)) return value.map(plain);
  if (isRecord(value)) return mapValues(value, plain);
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}
