import type { Instrument } from '../definition/instrument.ts';
import type { Clock } from '../kit/clock.ts';
import { mapValues } from '../kit/records.ts';
import { type Nanos, toIso, toMillis } from '../kit/time.ts';
import type { KeyValue, StreamState } from '../model/api/instrument.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import { plain } from '../model/plain.ts';
import type { Sample } from '../model/sample.ts';
import type { DriverState } from '../model/states.ts';
import type { RefinedStream } from '../refine/refiner.ts';
import { type Arrival, arrivalsOf } from './arrivals.ts';
import { type KeyField, keyFields } from './key-values.ts';
import type { StreamStatus } from './status.ts';
import { StreamWatch, type StreamWatchOptions } from './stream-watch.ts';
import { Trend } from './trend.ts';

export interface InstrumentViewOptions extends StreamWatchOptions {
  readonly clock: Clock;
  readonly definition: () => Instrument;
  /** Its streams as they are shown. */
  readonly streams: () => Readonly<Record<string, RefinedStream>>;
  /** The fields that a list is to show. */
  readonly show?: readonly string[] | undefined;
}

interface Seen {
  readonly samples: number;
  readonly last: Sample;
  readonly received: Nanos;
}

/** What is known of an instrument from its driver's events alone. */
export class InstrumentView implements Disposable {
  readonly #options: InstrumentViewOptions;
  readonly #watch: StreamWatch;
  readonly #streams = new Map<string, Seen>();
  readonly #trends = new Map<string, Trend>();
  /** Chosen anew when the streams are others. */
  #chosen: { readonly of: object; readonly fields: readonly KeyField[] } | undefined;
  state: DriverState = 'unconfigured';
  stateSince: string;
  problem: string | undefined;

  constructor(options: InstrumentViewOptions) {
    this.#options = options;
    this.#watch = new StreamWatch(options);
    this.stateSince = toIso(options.clock.now());
  }

  hear(event: DriverAsyncEvent): void {
    if (event.type === 'sample') {
      const arrivals = arrivalsOf(event.samples);
      this.#watch.seen(arrivals);
      for (const arrival of arrivals) this.#see(arrival);
      return;
    }
    this.#watch.hear(event);
    if (event.type === 'state_change') {
      this.state = event.state;
      this.stateSince = toIso(this.#options.clock.now());
    } else if (event.type === 'error') {
      this.problem = `${event.during}: ${event.error.message}`;
    }
  }

  /** Whether samples are late that should come. */
  get late(): boolean {
    return this.#watch.late;
  }

  get lastSample(): string | undefined {
    const all = [...this.#streams.values()].map(({ received }) => received);
    return all.length === 0 ? undefined : toIso(all.reduce((a, b) => (a > b ? a : b)));
  }

  streams(): Record<string, StreamStatus> {
    return this.#each(({ samples, last }) => ({ samples, lastTime: toIso(last.time), last: last.values }));
  }

  streamStates(): Record<string, StreamState> {
    return this.#each(({ samples, last, received }, stream) => {
      const usual = this.#watch.usual(stream);
      return {
        samples,
        time: toIso(last.time),
        received: toIso(received),
        values: mapValues(last.values, plain),
        quality: last.quality,
        ...(last.flags && { flags: { ...last.flags } }),
        ...(usual !== undefined && { interval: Math.round(usual) / 1000 }),
        late: this.#watch.isLate(stream),
      };
    });
  }

  keyValues(): KeyValue[] {
    return this.#fields().flatMap(({ stream, field, metadata: { title, unit } }) => {
      const last = this.#streams.get(stream)?.last;
      const value = last?.values[field];
      if (last === undefined || value === undefined) return [];
      const flag = last.flags?.[`${field}_qc`];
      return [
        {
          stream,
          field,
          title,
          ...(unit !== undefined && { unit }),
          value: plain(value),
          ...(flag !== undefined && { flag }),
          time: toIso(last.time),
        },
      ];
    });
  }

  /** The same with the values before them. */
  keyTrends(): KeyValue[] {
    return this.keyValues().map((one) => ({
      ...one,
      trend: [...(this.#trends.get(`${one.stream}.${one.field}`)?.values ?? [])],
    }));
  }

  [Symbol.dispose](): void {
    this.#watch[Symbol.dispose]();
  }

  #see({ stream, received, samples, first, last }: Arrival): void {
    this.#streams.set(stream, { samples: (this.#streams.get(stream)?.samples ?? 0) + samples, last, received });
    for (const { stream: own, field } of this.#fields()) {
      if (own !== stream) continue;
      const name = `${stream}.${field}`;
      const trend = this.#trends.get(name) ?? new Trend();
      this.#trends.set(name, trend);
      trend.add(toMillis(received), first.values[field] ?? null);
    }
  }

  #fields(): readonly KeyField[] {
    const streams = this.#options.streams();
    if (this.#chosen?.of !== streams) {
      this.#chosen = { of: streams, fields: keyFields(this.#options.definition(), streams, this.#options.show) };
    }
    return this.#chosen.fields;
  }

  #each<T>(show: (seen: Seen, stream: string) => T): Record<string, T> {
    return Object.fromEntries([...this.#streams].map(([stream, seen]) => [stream, show(seen, stream)]));
  }
}
