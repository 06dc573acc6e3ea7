import { isRecord, mapValues } from '../kit/records.ts';
import type { Json } from './api/common.ts';
import { plain } from './plain.ts';
import type { Sample } from './sample.ts';
import { toSampleJson } from './sample-json.ts';

const isSample = (value: object): value is Sample => 'stream' in value && 'times' in value && 'values' in value;

/** A command's result as JSON can carry it: samples in their JSON form. */
export function toResultJson(result: unknown): Json {
  if (Array.isArray(result)) return result.map(toResultJson);
  if (!isRecord(result)) return plain(result);
  return isSample(result) ? plain(toSampleJson(result)) : mapValues(result, toResultJson);
}
