import { join } from 'node:path';
import type { Config, InstrumentConfig } from '../config/schema.ts';
import { definitionDigest } from '../definition/definition-digest.ts';
import type { Instrument } from '../definition/instrument.ts';
import { streamMetadata } from '../definition/stream-metadata.ts';
import { parseByteSize } from '../kit/byte-size.ts';
import type { Clock } from '../kit/clock.ts';
import { milliseconds } from '../kit/duration.ts';
import type { Logger } from '../kit/logger.ts';
import type { Value } from '../model/sample.ts';
import type { Refiner } from '../refine/refiner.ts';
import { calibrationSink } from '../store/calibration-history.ts';
import type { StreamFacts } from '../store/day-metadata.ts';
import type { EventSink } from '../store/events/event-sink.ts';
import { JsonlSink } from '../store/jsonl-sink.ts';
import { allSinks, type SampleSink } from '../store/sample-sink.ts';
import { streamFacts } from '../store/stream-facts.ts';
import { SampleStore } from '../store/write/sample-store.ts';
import { failureOf } from './event-drafts.ts';

/** What is known of an instrument at a moment. */
export interface Described {
  readonly definition: Instrument;
  /** What its samples have gone through. */
  readonly refiner?: Pick<Refiner, 'streams' | 'calibrations' | 'shown'> | undefined;
  readonly serialNumber?: Value | undefined;
}

/** Whose samples are kept. */
export interface Source {
  readonly id: string;
  readonly own: InstrumentConfig;
  /** Its folder. */
  readonly folder: string;
  readonly describe: () => Described;
  /** Where it is told when they cannot be written. */
  readonly events: Pick<EventSink, 'record'>;
}

/** Where the samples of a configuration's instruments go. */
export class Outputs implements AsyncDisposable {
  /** Samples as Parquet; nothing where they are not kept so. */
  readonly store: SampleStore | undefined;
  readonly #config: Config;
  readonly #logger: Logger;

  constructor(config: Config, clock: Clock, logger: Logger) {
    const { parquet } = config.outputs;
    this.#config = config;
    this.#logger = logger;
    if (parquet === false) return;
    const { every, memory, rows } = parquet === true ? {} : parquet;
    this.store = new SampleStore({
      clock,
      ...(every !== undefined && { every: milliseconds(every) }),
      ...(memory !== undefined && { memory: parseByteSize(memory) }),
      ...(rows !== undefined && { rows }),
    });
  }

  openSink(source: Source): SampleSink {
    const { jsonl } = this.#config.outputs;
    const { id, folder, describe } = source;
    const learnt = {
      get shown() {
        return describe().refiner?.shown ?? [];
      },
    };
    return allSinks([
      calibrationSink(folder, learnt),
      ...(jsonl === undefined ? [] : [new JsonlSink(join(jsonl, id))]),
      ...(this.store === undefined
        ? []
        : [
            this.store.openSink({
              id,
              own: folder,
              factsOf: rememberFacts(this.#config.site, source),
              onTrouble: (problem) => this.#tell(source, problem),
            }),
          ]),
    ]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.store?.[Symbol.asyncDispose]();
  }

  #tell({ id: instrument, events }: Source, problem: Error | undefined): void {
    if (problem === undefined) {
      this.#logger.info({ instrument }, 'samples are written again');
      events.record({ type: 'sink_working', details: {} });
    } else {
      events.record({ type: 'sink_failing', details: { error: failureOf(problem) } });
      const facts = { instrument, error: problem.message };
      this.#logger.warn(facts, 'samples cannot be written; they wait in memory and in the log, and it is tried again');
    }
  }
}

/** The facts of a stream, the same object as long as nothing has changed. */
function rememberFacts(site: string | undefined, { id, own, describe }: Source): (stream: string) => StreamFacts {
  let known: Described | undefined;
  let calibrations: Refiner['calibrations'] | undefined;
  const streams = new Map<string, StreamFacts>();
  return (stream) => {
    const now = describe();
    if (!isSame(known, now) || calibrations !== now.refiner?.calibrations) streams.clear();
    known = now;
    calibrations = now.refiner?.calibrations;
    const facts = streams.get(stream) ?? factsOf(site, id, own, now, stream);
    streams.set(stream, facts);
    return facts;
  };
}

const isSame = (a: Described | undefined, b: Described): boolean =>
  a?.definition === b.definition && a.refiner === b.refiner && a.serialNumber === b.serialNumber;

/** What is known of a stream of an instrument, for its files. */
export function factsOf(
  site: string | undefined,
  id: string,
  { name, position }: Pick<InstrumentConfig, 'name' | 'position'>,
  { definition, refiner, serialNumber }: Described,
  stream: string,
): StreamFacts {
  const { kind, maker, model } = definition;
  const instrument = {
    id,
    ...(name !== undefined && { name }),
    kind,
    maker,
    model,
    ...(serialNumber !== undefined && serialNumber !== null && { serial_number: String(serialNumber) }),
    ...(site !== undefined && { site }),
    ...(position && { position }),
  };
  const refined = refiner?.streams[stream] ?? { ...streamMetadata(definition, stream), flags: {} };
  return streamFacts(instrument, stream, refined, definitionDigest(definition), refiner?.calibrations);
}
