import type { Bus } from '../bus/bus.ts';
import type { Clock } from '../kit/clock.ts';
import { Listeners } from '../kit/listeners.ts';
import { toMillis } from '../kit/time.ts';
import type { InstrumentSummary } from '../model/api/instrument.ts';
import type { Sample, Value, Values } from '../model/sample.ts';
import type { Reference } from './condition.ts';
import type { StreamName } from './plan.ts';

interface Came {
  /** By the clock's `elapsed`. */
  readonly at: number;
  readonly values: Values;
}

/** What comes from the instruments that a mission speaks of, from its start on. */
export class World implements Disposable {
  readonly #clock: Clock;
  readonly #named: ReadonlySet<string>;
  readonly #summaries = new Map<string, InstrumentSummary>();
  readonly #samples = new Map<string, Came>();
  readonly #changed = new Listeners<void>();
  readonly #leave: (() => void)[];

  private constructor(bus: Bus, clock: Clock, instruments: readonly string[]) {
    this.#clock = clock;
    this.#named = new Set(instruments);
    this.#leave = [
      bus.subscribe('summary', (summary) => this.#hearSummary(summary)),
      bus.subscribe('samples', ({ samples }) => this.#hearSamples(samples)),
    ];
  }

  /** Begins to listen, and asks how the instruments stand. */
  static async open(bus: Bus, clock: Clock, instruments: readonly string[]): Promise<World> {
    const world = new World(bus, clock, instruments);
    try {
      for (const id of instruments) {
        const summary = await bus.find('instrument', id)?.summary();
        // What was told meanwhile is newer.
        if (summary !== undefined && !world.#summaries.has(id)) world.#hearSummary(summary);
      }
      return world;
    } catch (error) {
      world[Symbol.dispose]();
      throw error;
    }
  }

  onChange(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  /** Whether a sample has come since then. */
  hasSample(stream: StreamName, since: number): boolean {
    return this.#sampleSince(stream, since) !== undefined;
  }

  /** What a condition speaks of; a value of a stream only where it came since then: what is older may not be true any more. */
  valueOf(reference: Reference, since: number): Value | undefined {
    if (reference.of === 'field') return this.#sampleSince(reference, since)?.values[reference.field];
    const summary = this.#summaries.get(reference.instrument);
    switch (reference.of) {
      case 'state':
        return summary?.state;
      case 'late':
        return summary?.late;
      default:
        return summary?.alerts[reference.of];
    }
  }

  [Symbol.dispose](): void {
    for (const leave of this.#leave) leave();
  }

  #sampleSince({ instrument, stream }: StreamName, since: number): Came | undefined {
    const came = this.#samples.get(keyOf(instrument, stream));
    return came !== undefined && came.at >= since ? came : undefined;
  }

  #hearSummary(summary: InstrumentSummary): void {
    if (!this.#named.has(summary.id)) return;
    this.#summaries.set(summary.id, summary);
    this.#changed.emit();
  }

  #hearSamples(samples: readonly Sample[]): void {
    const own = samples.filter(({ instrument }) => this.#named.has(instrument));
    for (const { instrument, stream, times, values } of own) {
      this.#samples.set(keyOf(instrument, stream), { at: this.#cameAt(times), values });
    }
    if (own.length > 0) this.#changed.emit();
  }

  /** When its first byte came: it may have waited in the log. */
  #cameAt({ port }: Sample['times']): number {
    const age = port === undefined ? 0 : toMillis(this.#clock.now() - port);
    return this.#clock.elapsed() - Math.max(0, age);
  }
}

const keyOf = (instrument: string, stream: string): string => `${instrument}.${stream}`;
