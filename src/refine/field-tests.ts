import { type QualityTests, secondsOf } from '../config/quality-schema.ts';
import { fromIso } from '../kit/time.ts';
import type { FieldMetadata } from '../model/metadata.ts';
import type { Flag, Value } from '../model/sample.ts';
import { climatology, type Season } from '../qartod/climatology.ts';
import { graver } from '../qartod/flags.ts';
import { flatLine, flatLineReach } from '../qartod/flat-line.ts';
import { grossRange } from '../qartod/gross-range.ts';
import { INTERVAL_MEMORY } from '../qartod/interval.ts';
import { rateOfChange } from '../qartod/rate-of-change.ts';
import { type SpikeSeries, spike } from '../qartod/spike.ts';
import type { Memory } from './refiner.ts';

/** What tests see of a sample beside the value. */
export interface Moment {
  /** Unix seconds. */
  readonly at: number;
  /** Seconds between two samples, as far as it is known. */
  readonly interval: number | undefined;
  /** Metres below the surface; `NaN` where it is not known. */
  readonly depth: number;
  /** What the tests of the stream say of its time and place. */
  readonly gap: Flag;
  readonly location: Flag;
  readonly speed: Flag;
}

/** A test of one field, which has seen the values before. */
export interface FieldTest {
  readonly name: string;
  judge(value: Value, moment: Moment): Flag;
  /** Where the next value decides about the last one: it takes each value before it is judged. */
  readonly series?: SpikeSeries;
  readonly memory?: Memory;
}

/** What is no number is missing. */
export const numberOf = (value: Value): number => (typeof value === 'number' ? value : Number.NaN);

/** The worst of a list's values; of a list that is not there, 9. */
const ofEach =
  (judge: (value: number, moment: Moment) => Flag) =>
  (value: Value, moment: Moment): Flag => {
    if (!Array.isArray(value)) return judge(numberOf(value), moment);
    let worst: Flag = 9;
    for (const one of value) worst = graver(worst, judge(numberOf(one), moment));
    return worst;
  };

const secondsAt = (time: string | number): number => (typeof time === 'number' ? time : Number(fromIso(time)) / 1e9);

type Seasons = NonNullable<QualityTests['climatology']>;

const seasonOf = ({ time: [from, to], ...rest }: Seasons[number]): Season => ({
  ...rest,
  time: [secondsAt(from), secondsAt(to)],
});

/** The tests of a field: those that are configured, and its valid range where no other is given. */
export function fieldTests({ valid, type }: FieldMetadata, tests: QualityTests = {}): FieldTest[] {
  const { climatology: seasons, spike: spikes, rate_of_change: rate, flat_line: flat } = tests;
  const range = tests.gross_range ?? (valid && { fail: valid });
  const isOne = type !== 'list';
  return [
    ...(range ? [{ name: 'gross_range', judge: ofEach(grossRange(range)) }] : []),
    ...(seasons ? [climatologyTest(seasons)] : []),
    ...(spikes && isOne ? [spikeTest(spikes)] : []),
    ...(rate && isOne ? [rateTest(rate)] : []),
    ...(flat && isOne ? [flatTest(flat)] : []),
  ];
}

function climatologyTest(seasons: Seasons): FieldTest {
  const judge = climatology(seasons.map(seasonOf));
  return { name: 'climatology', judge: ofEach((value, { at, depth }) => judge(value, at, depth)) };
}

function spikeTest(options: NonNullable<QualityTests['spike']>): FieldTest {
  const series = spike(options);
  return { name: 'spike', judge: () => series.flag, series, memory: { samples: 2, seconds: 0 } };
}

function rateTest(options: NonNullable<QualityTests['rate_of_change']>): FieldTest {
  const judge = rateOfChange(options);
  return {
    name: 'rate_of_change',
    judge: (value, { at }) => judge(numberOf(value), at),
    memory: { samples: 1, seconds: 0 },
  };
}

function flatTest({ tolerance, suspect, fail }: NonNullable<QualityTests['flat_line']>): FieldTest {
  const options = {
    tolerance,
    ...(suspect !== undefined && { suspect: secondsOf(suspect) }),
    ...(fail !== undefined && { fail: secondsOf(fail) }),
  };
  const judge = flatLine(options);
  return {
    name: 'flat_line',
    judge: (value, { at, interval }) => judge(numberOf(value), at, interval),
    memory: { samples: INTERVAL_MEMORY, seconds: flatLineReach(options) },
  };
}
