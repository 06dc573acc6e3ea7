import type { Join, Stream } from '../definition/stream.ts';
import type { Value, Values } from '../model/sample.ts';
import { toJsonValue } from '../model/sample-json.ts';
import type { FoundRecord } from './found-record.ts';

/** What a stream has to do with earlier records. */
export interface Recall {
  readonly joins: readonly (readonly [name: string, join: Join])[];
  /** Only records that differ from the last one are given out. */
  readonly changedOnly: boolean;
  /** Its last values are wanted later: by others that join them, or for comparison. */
  readonly kept: boolean;
}

/** By stream; those that have nothing to do with earlier records are not there. */
export function recallOf(samples: Readonly<Record<string, Stream>>): ReadonlyMap<string, Recall> {
  const joined = new Set(
    Object.values(samples).flatMap(({ joins = {} }) => Object.values(joins).map(({ stream }) => stream)),
  );
  return new Map(
    Object.entries(samples).flatMap(([name, { joins = {}, publish }]): [string, Recall][] => {
      const changedOnly = publish === 'changed';
      const recall = { joins: Object.entries(joins), changedOnly, kept: changedOnly || joined.has(name) };
      return recall.kept || recall.joins.length > 0 ? [[name, recall]] : [];
    }),
  );
}

/** The last values of the streams that others need them of. It lives in the order in which records are given out. */
export class Recollection {
  readonly #recall: ReadonlyMap<string, Recall>;
  readonly #last: Record<string, Values>;

  constructor(recall: ReadonlyMap<string, Recall>, remembered: Readonly<Record<string, Values>>) {
    this.#recall = recall;
    this.#last = Object.fromEntries(Object.entries(remembered).filter(([stream]) => recall.get(stream)?.kept));
  }

  get values(): Readonly<Record<string, Values>> {
    return { ...this.#last };
  }

  /** The record with what it joins; `undefined` when it only repeats the last one. A damaged one counts for nothing later. */
  take(record: FoundRecord): FoundRecord | undefined {
    const recall = this.#recall.size === 0 ? undefined : this.#recall.get(record.stream);
    if (recall === undefined) return record;
    const complete = recall.joins.length === 0 ? record : record.with(this.#joined(record.values, recall));
    if (!recall.kept || record.quality === 'checksum_failed') return complete;
    const last = this.#last[record.stream];
    this.#last[record.stream] = complete.values;
    return recall.changedOnly && last !== undefined && areSame(complete.values, last) ? undefined : complete;
  }

  #joined(values: Values, { joins }: Recall): Values {
    const joined = joins.map(([name, { stream, field }]) => [name, this.#last[stream]?.[field] ?? null]);
    return { ...values, ...Object.fromEntries(joined) };
  }
}

function areSame(values: Values, last: Values): boolean {
  for (const name in values) if (!isSame(values[name]!, last[name])) return false;
  return true;
}

/** What was remembered may have been kept as JSON; two numbers that differ do so there too. */
const isSame = (value: Value, last: Value | undefined): boolean =>
  value === last || (!(Number.isFinite(value) && Number.isFinite(last)) && inJson(value) === inJson(last));

const inJson = (value: Value | undefined): string => JSON.stringify(toJsonValue(value ?? null));
