import { fieldsReader } from '../kit/read-fields.ts';
import type { Nanos } from '../kit/time.ts';
import type { FieldMetadata } from '../model/metadata.ts';
import type { Flag, Quality, Sample, Value, Values } from '../model/sample.ts';
import { graver } from '../qartod/flags.ts';
import { type FieldTest, fieldTests, numberOf } from './field-tests.ts';
import { flagPool, type Judged } from './flag-pool.ts';
import type { FlagColumn, Memory } from './refiner.ts';
import { DEPTH, type StreamQuality } from './resolve-quality.ts';
import { moments, ofStream, TIME } from './stream-tests.ts';

/** What decides how the samples of a stream are judged. */
export interface JudgeOptions {
  readonly fields: Readonly<Record<string, FieldMetadata>>;
  /** Fields whose values come from other records. */
  readonly joined: readonly string[];
  /** By derived field, those that it may be computed from. */
  readonly inputs: Readonly<Record<string, readonly string[]>>;
  readonly quality: StreamQuality;
  /** Metres below the surface, where the instrument is configured to be. */
  readonly depth: number | undefined;
}

/** What became of a sample. */
interface Verdict {
  readonly sample: Sample;
  /** The one before it, whose flags waited for this one. */
  readonly settled: Sample | undefined;
  /** The time of the sample before it, where more time has passed than may. */
  readonly gapFrom: Nanos | undefined;
}

/** Judges the samples of a stream one after the other. */
export interface StreamJudge {
  readonly columns: Readonly<Record<string, FlagColumn>>;
  readonly memory: Memory | undefined;
  judge(sample: Sample): Verdict;
  /** Sees a sample that was judged before. */
  recall(sample: Sample): void;
  /** The last one, where its flags wait for a next that does not come: they stay as they are. */
  release(): Sample | undefined;
}

/** A field and where its flags stand in a row. */
interface Place {
  readonly field: string;
  /** Of all tests together; those of the tests follow it. */
  readonly column: number;
  readonly tests: readonly FieldTest[];
  readonly isJoined: boolean;
  /** Columns of what it is computed from. */
  readonly inputs: readonly number[];
}

interface Row {
  readonly sample: Sample;
  /** By place. */
  readonly values: readonly (Value | undefined)[];
  readonly flags: Flag[];
}

const NOTHING: Values = {};

const isBad = (flag: Flag | undefined): flag is 3 | 4 => flag === 3 || flag === 4;

export function streamJudge(options: JudgeOptions): StreamJudge {
  const { fields, quality, depth = Number.NaN } = options;
  const places = placesOf(options);
  const columns = columnsOf(places);
  const names = Object.keys(columns);
  const unjudged = names.map((): Flag => 2);
  const valuesOf = fieldsReader<Value>(places.map(({ field }) => field));
  const judgedOf = flagPool(names, qualityBy(Object.values(columns)));
  const depthField = Object.keys(fields).find((name) => fields[name]?.cf === DEPTH);
  const momentOf = moments(
    quality.own,
    (values) => (depthField === undefined ? depth : numberOf(values[depthField] ?? null)),
    Object.values(quality.fields).some(({ flat_line }) => flat_line !== undefined),
  );
  const spikes = places.flatMap(({ field, column, tests }) =>
    tests.flatMap(({ series }, i) => (series ? [{ field, series, column: column + 1 + i }] : [])),
  );
  const secondsOf = unixSeconds();
  let open: Row | undefined;
  let last: Nanos | undefined;

  /** The flags of the tests; brings those of the sample before to their end. */
  function look(sample: Sample): Row {
    // What a damaged record says is not believed: not even by the tests of its neighbours.
    const isDamaged = sample.quality === 'checksum_failed';
    const moment = momentOf(secondsOf(sample.time), isDamaged ? NOTHING : sample.values);
    for (const { field, series, column } of spikes) {
      const settled = series.push(isDamaged ? Number.NaN : numberOf(sample.values[field] ?? null));
      if (settled !== undefined && open !== undefined) open.flags[column] = settled;
    }
    const values = valuesOf(sample.values);
    const flags = unjudged.slice();
    for (let i = 0; i < places.length; i++) {
      const { column, tests } = places[i]!;
      const value = isDamaged ? null : (values[i] ?? null);
      for (let test = 0; test < tests.length; test++) flags[column + 1 + test] = tests[test]!.judge(value, moment);
    }
    return { sample, values, flags };
  }

  const finish = (row: Row): Judged => {
    sumUp(places, row);
    return judgedOf(row.flags);
  };

  const judged = ({ sample }: Row, { flags, quality: found }: Judged): Sample => ({
    ...sample,
    quality: sample.quality === 'ok' ? found : sample.quality,
    flags,
  });

  return {
    columns,
    memory: memoryOf(places),
    judge(sample) {
      const before = open;
      const row = look(sample);
      const settled = before && judged(before, finish(before));
      const gapFrom = columns.time_qc_gap && row.flags[1] === 4 ? last : undefined;
      last = sample.time;
      const isOpen = spikes.some(({ series }) => series.open);
      open = isOpen ? row : undefined;
      const now = judged(row, finish(row));
      return { sample: isOpen ? { ...now, provisional: true } : now, settled, gapFrom };
    },
    recall(sample) {
      open = undefined;
      look(sample);
      last = sample.time;
    },
    release() {
      const row = open;
      open = undefined;
      return row && judged(row, finish(row));
    },
  };
}

/** Samples that came together have one time: that is converted once. */
function unixSeconds(): (time: Nanos) => number {
  let last: Nanos | undefined;
  let seconds = 0;
  return (time) => {
    if (time !== last) seconds = Number(time) / 1e9;
    last = time;
    return seconds;
  };
}

/** In the order of their columns; the time comes first where it is tested. */
function placesOf({ fields, joined, inputs, quality: { fields: asked, own } }: JudgeOptions): readonly Place[] {
  const time = ofStream(TIME, own);
  const places: Place[] = [];
  let column = 0;
  const add = (field: string, tests: readonly FieldTest[]): void => {
    const known = inputs[field] ?? [];
    places.push({
      field,
      column,
      tests,
      isJoined: joined.includes(field),
      inputs: places.filter((place) => known.includes(place.field)).map((place) => place.column),
    });
    column += 1 + tests.length;
  };
  if (time.length > 0) add(TIME, time);
  for (const [name, field] of Object.entries(fields)) {
    add(name, [...fieldTests(field, asked[name]), ...ofStream(name, own)]);
  }
  return places;
}

const columnsOf = (places: readonly Place[]): Readonly<Record<string, FlagColumn>> =>
  Object.fromEntries(
    places.flatMap(({ field, tests }) => [
      [`${field}_qc`, { field }],
      ...tests.map(({ name }) => [`${field}_qc_${name}`, { field, test: name }]),
    ]),
  );

/** The flag of what there is no value of to judge: 9 where it is missing, 4 where it could not be read. */
function absence(quality: Quality, { field, isJoined }: Place, value: Value | undefined): Flag | undefined {
  if (field === TIME) return undefined;
  if (quality === 'checksum_failed' && !isJoined) return 4;
  if (value === null || value === undefined) return quality === 'invalid' && !isJoined ? 4 : 9;
  return typeof value === 'number' && !Number.isFinite(value) ? 9 : undefined;
}

/** The flags of all tests together. What is computed is no better than what it is computed from. */
function sumUp(places: readonly Place[], { sample, values, flags }: Row): void {
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    flags[place.column] = absence(sample.quality, place, values[i]) ?? worst(place, flags);
  }
}

function worst({ column, tests, inputs }: Place, flags: readonly Flag[]): Flag {
  let flag: Flag = tests.length === 0 ? 2 : 9;
  for (let test = 1; test <= tests.length; test++) flag = graver(flag, flags[column + test] ?? 9);
  for (const input of inputs) {
    const other = flags[input];
    if (isBad(other)) flag = graver(flag, other);
  }
  return flag;
}

/** What a row of flags says of the whole record. */
function qualityBy(columns: readonly FlagColumn[]): (row: readonly Flag[]) => Quality {
  const numbersOf = (isWanted: (column: FlagColumn) => boolean): readonly number[] =>
    columns.flatMap((column, i) => (isWanted(column) ? [i] : []));
  const ranges = numbersOf(({ test }) => test === 'gross_range');
  const fields = numbersOf(({ field, test }) => field !== TIME && test === undefined);
  return (row) =>
    ranges.some((i) => row[i] === 4) ? 'out_of_range' : fields.some((i) => isBad(row[i])) ? 'questionable' : 'ok';
}

function memoryOf(places: readonly Place[]): Memory | undefined {
  const memories = places.flatMap(({ tests }) => tests.flatMap(({ memory = [] }) => memory));
  if (memories.length === 0) return undefined;
  return {
    samples: Math.max(...memories.map(({ samples }) => samples)),
    seconds: Math.max(...memories.map(({ seconds }) => seconds)),
  };
}
