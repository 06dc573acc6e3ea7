import { isDeepStrictEqual } from 'node:util';
import type { QualityConfig } from '../config/quality-schema.ts';
import type { Place } from '../definition/derived.ts';
import type { Instrument } from '../definition/instrument.ts';
import type { Stream } from '../definition/stream.ts';
import { streamMetadata } from '../definition/stream-metadata.ts';
import { DefinitionError } from '../kit/errors.ts';
import { mapValues } from '../kit/records.ts';
import type { StreamMetadata } from '../model/metadata.ts';
import type { Sample } from '../model/sample.ts';
import type { GivenCalibration, ShownCalibration } from './calibration.ts';
import { Calibrations } from './calibrations.ts';
import { derivation } from './derive.ts';
import type { Gap, Memory, Refined, Refiner } from './refiner.ts';
import { resolveQuality } from './resolve-quality.ts';
import { type JudgeOptions, type StreamJudge, streamJudge } from './stream-judge.ts';

type Described = Pick<Instrument, 'samples' | 'calibration'>;

export interface RefinerOptions {
  readonly definition: Described;
  readonly quality?: QualityConfig | undefined;
  readonly position?: (Place & { readonly depth?: number | undefined }) | undefined;
  /** Calibrations that the configuration gives. */
  readonly given?: readonly GivenCalibration[] | undefined;
  /** What the instrument has shown before. */
  readonly shown?: readonly ShownCalibration[] | undefined;
}

/** One that can go on under another definition. */
export interface RenewableRefiner extends Refiner {
  /** A refiner for another definition of the same instrument, which goes on where this one is; this one is used no more. */
  renewed(definition: Described): RenewableRefiner;
}

interface KnownStream {
  readonly metadata: StreamMetadata;
  readonly judge: StreamJudge;
  /** What the judge was made with. */
  readonly options: JudgeOptions;
}

type Streams = Readonly<Record<string, KnownStream>>;

/** Derives what is derived, and tests what is tested. */
export const makeRefiner = (options: RefinerOptions): RenewableRefiner => refinerFor(options, {});

function refinerFor(options: RefinerOptions, before: Streams): RenewableRefiner {
  const { definition, position, given = [], shown = [] } = options;
  const calibrations = new Calibrations(definition, { given, shown });
  const derive = derivation(definition, { place: position, calibrations });
  const streams = streamsOf(options, before);
  // Of streams that are judged otherwise now; nothing follows them there.
  let left = Object.entries(before).flatMap(([name, { judge }]) =>
    streams[name]?.judge === judge ? [] : (judge.release() ?? []),
  );
  return {
    streams: mapValues(streams, ({ metadata, judge }) => ({ ...metadata, flags: judge.columns })),
    memory: Object.fromEntries(
      Object.entries(streams).flatMap(([name, { judge }]): [string, Memory][] =>
        judge.memory ? [[name, judge.memory]] : [],
      ),
    ),
    get calibrations() {
      return calibrations.byName;
    },
    get shown() {
      return calibrations.shown;
    },
    recall(samples) {
      for (const sample of samples) streams[sample.stream]?.judge.recall(sample);
    },
    refine(samples): Refined {
      const refined: Sample[] = [];
      const settled: Sample[] = left;
      const gaps: Gap[] = [];
      const waiting = new Map<string, number>();
      left = [];
      for (const sample of samples) {
        const { stream } = sample;
        const derived = derive(sample);
        const verdict = streams[stream]?.judge.judge(derived);
        if (verdict?.settled) {
          const index = waiting.get(stream);
          if (index === undefined) settled.push(verdict.settled);
          else refined[index] = verdict.settled;
        }
        if (verdict?.gapFrom !== undefined) {
          const { log, time: to } = sample;
          gaps.push({ stream, from: verdict.gapFrom, to, ...(log && { log }) });
        }
        if (verdict?.sample.provisional) waiting.set(stream, refined.length);
        refined.push(verdict?.sample ?? derived);
      }
      return { samples: refined, settled, ...(gaps.length > 0 && { gaps }) };
    },
    renewed: (other) => refinerFor({ ...options, definition: other, shown: calibrations.shown }, streams),
  };
}

function streamsOf({ definition, quality = {}, position }: RefinerOptions, before: Streams): Streams {
  const resolved = resolveQuality(definition, quality);
  return mapValues(definition.samples, (stream, name): KnownStream => {
    const metadata = streamMetadata(definition, name);
    const options: JudgeOptions = {
      fields: metadata.fields,
      joined: Object.keys(stream.joins ?? {}),
      inputs: inputsOf(stream),
      quality: resolved[name] ?? { fields: {}, own: {} },
      depth: position?.depth,
    };
    const known = before[name];
    const judge = known !== undefined && isDeepStrictEqual(known.options, options) ? known.judge : streamJudge(options);
    const taken = Object.keys(judge.columns).filter((column) => column in metadata.fields);
    if (taken.length > 0) {
      throw new DefinitionError(
        `stream ${name}: ${taken.join(', ')} would be the flags of another field: name it otherwise`,
      );
    }
    return { metadata, judge, options };
  });
}

const inputsOf = ({ derives = {} }: Stream): Readonly<Record<string, readonly string[]>> =>
  mapValues(derives, ({ ways }) => [...new Set(ways.flatMap(({ from }) => from.map(({ field }) => field)))]);
