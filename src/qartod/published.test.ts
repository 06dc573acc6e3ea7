// Expected values: ioos_qc, tests/test_qartod.py at c91d50c3 and tests/test_moving_platforms.py at ea49afc8; each test names its own there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Flag } from '../model/sample.ts';
import { climatology } from './climatology.ts';
import { aggregate } from './flags.ts';
import { gap } from './gap.ts';
import { geodesicDistance } from './geodesic.ts';
import { grossRange } from './gross-range.ts';
import { location, speed } from './location.ts';
import type { Period } from './period.ts';
import { masked } from './test-ioos-qc.ts';
import { every, flatLines, ratesOfChange, spikes } from './test-series.ts';

const no = null;
const seconds = (text: string): number => Date.parse(text) / 1000;

test('the flags of several tests become one: test_qartod_compare', () => {
  const range: Flag[] = [1, 1, 1, 9, 1, 1, 9, 9];
  const spike: Flag[] = [2, 1, 1, 1, 1, 1, 9, 9];
  const gradient: Flag[] = [1, 3, 3, 4, 3, 1, 2, 9];
  assert.deepEqual(
    range.map((flag, i) => aggregate([flag, spike[i]!, gradient[i]!])),
    [1, 3, 3, 4, 3, 1, 2, 9],
  );
});

test('gross range: test_gross_range_check, test_gross_range_check_masked', () => {
  const judge = grossRange({ fail: [10, 50], suspect: [20, 40] });
  assert.deepEqual([5, 10, 15, 20, 25, 30, 35, 40, 45, 51].map(judge), [4, 3, 3, 1, 1, 1, 1, 1, 3, 4]);
  assert.deepEqual(masked([no, 10, 15, 20, no, 51]).map(judge), [9, 3, 3, 1, 9, 4]);
});

test('climatology by parts of the year: QartodClimatologyPeriodTest', () => {
  const periods: [Period, number][] = [
    ['month', 3],
    ['weekofyear', 12],
    ['dayofyear', 90],
    ['quarter', 1],
  ];
  const inputs: [string, number][] = [
    ['2011-02-02', 9],
    ['2013-02-03', 11],
    ['2011-04-01', 21],
    ['2011-12-31', 21],
    ['2020-02-29', 15],
  ];
  for (const [period, last] of periods) {
    const judge = climatology([{ suspect: [10, 20], time: [0, last], period }]);
    assert.deepEqual(
      inputs.map(([day, value]) => judge(value, seconds(day), Number.NaN)),
      [3, 1, 2, 2, 1],
      period,
    );
  }
});

test('climatology: both ends of all spans belong to them: QartodClimatologyInclusiveRangesTest', () => {
  const judge = climatology([
    { time: [seconds('2019-11-01'), seconds('2020-02-04')], fail: [40, 70], suspect: [50, 60], depth: [0, 10] },
  ]);
  const expected: [day: string, value: number, depth: number, flag: Flag][] = [
    ['2019-10-31', 55, 5, 2],
    ['2019-11-01', 55, 5, 1],
    ['2020-02-04', 55, 5, 1],
    ['2020-02-05', 55, 5, 2],
    ['2020-01-01', 49, 5, 3],
    ['2020-01-01', 50, 5, 1],
    ['2020-01-01', 60, 5, 1],
    ['2020-01-01', 61, 5, 3],
    ['2020-01-01', 30, 5, 4],
    ['2020-01-01', 40, 5, 3],
    ['2020-01-01', 70, 5, 3],
    ['2020-01-01', 71, 5, 4],
    ['2020-01-01', 55, -1, 2],
    ['2020-01-01', 55, 0, 1],
    ['2020-01-01', 55, 10, 1],
    ['2020-01-01', 55, 11, 2],
  ];
  for (const [day, value, depth, flag] of expected) {
    assert.equal(judge(value, seconds(day), depth), flag, `${day} ${value} ${depth}`);
  }
});

test('climatology: a season with depths is none where the depth is not known: test_climatology_test_all_unknown', () => {
  const time = [seconds('2012-01-01'), seconds('2013-01-01')] as const;
  const judge = climatology([
    { time, suspect: [50, 60], depth: [0, 10] },
    { time, suspect: [70, 80], depth: [10, 100] },
  ]);
  assert.deepEqual(
    ['2011-01-02', '2012-06-02', '2015-01-02'].map((day) => judge(21, seconds(day), Number.NaN)),
    [2, 2, 2],
  );
});

test('climatology: test_climatology_test_fail', () => {
  const judge = climatology([
    { time: [seconds('2011-01-01'), seconds('2011-07-01')], suspect: [10, 20] },
    { time: [seconds('2011-07-01'), seconds('2012-01-01')], suspect: [30, 40] },
    { time: [seconds('2012-01-01'), seconds('2013-01-01')], suspect: [40, 50] },
  ]);
  const inputs: [string, number][] = [
    ['2011-01-02', 9],
    ['2011-01-02', 11],
    ['2011-01-02', 21],
    ['2015-01-02', 21],
  ];
  assert.deepEqual(
    inputs.map(([day, value]) => judge(value, seconds(day), Number.NaN)),
    [3, 1, 3, 2],
  );
});

test('spike: test_spike, test_spike_negative_vals', () => {
  const thresholds = { suspect: 25, fail: 50 };
  const values = [10, 12, 999.99, 13, 15, 40, 9, 9];
  const negative = values.map((value) => -value);
  assert.deepEqual(spikes(values, thresholds), [2, 4, 4, 4, 1, 3, 1, 2]);
  assert.deepEqual(spikes(negative, thresholds), [2, 4, 4, 4, 1, 3, 1, 2]);
});

test('spike: test_spike_realdata', () => {
  const values = [
    -0.189, -0.0792, -0.0122, 0.0457, 0.0671, 0.0213, -0.0488, -0.1463, -0.2438, -0.3261, -0.3871, -0.4054, -0.3932,
    -0.3383, -0.2804, -0.2347, -0.2134, -0.2347, -0.2926, -0.3597, -0.442, -0.509, 0, -0.5944, -0.57, -0.4267, -0.2926,
    -0.1585, -0.0945, -0.0762,
  ];
  const expected = values.map((_, i): Flag => (i === 0 || i === 29 ? 2 : i === 22 ? 3 : 1));
  assert.deepEqual(spikes(values, { suspect: 0.5, fail: 1 }), expected);
});

test('spike: test_spike_methods', () => {
  const values = masked([3, 4.99, 5, 6, 8, 6, 6, 6.75, 6, 6, 5.3, 6, 6, 9, 5, no, 4, 4]);
  assert.deepEqual(
    spikes(values, { suspect: 0.5, fail: 1, method: 'differential' }),
    [2, 1, 1, 1, 4, 1, 1, 3, 1, 1, 3, 1, 1, 4, 9, 9, 9, 2],
  );
});

// At c91d50c3 a value before a missing one was judged by what stood under the mask; since 0d3d811e it is 9, as after one. So are these.
test('spike: the values of test_spike_masked and test_spike_methods as ioos_qc 0d3d811e judges them', () => {
  assert.deepEqual(
    spikes(masked([10, 12, 999.99, 13, 15, 40, 9, 9, no, 10, 10, 999.99, 10, no]), { suspect: 25, fail: 50 }),
    [2, 4, 4, 4, 1, 3, 1, 9, 9, 9, 4, 4, 9, 9],
  );
  assert.deepEqual(
    spikes(masked([3, 4.99, 5, 6, 8, 6, 6, 6.75, 6, 6, 5.3, 6, 6, 9, 5, no, 4, 4]), { suspect: 0.5, fail: 1 }),
    [2, 3, 1, 1, 4, 3, 1, 3, 1, 1, 3, 1, 4, 4, 9, 9, 9, 2],
  );
});

test('rate of change: test_rate_of_change, …_missing_values, …_negative_values', () => {
  const times = every(900, 24, seconds('2015-01-01'));
  const threshold = 5 / 15 / 60;
  assert.deepEqual(
    ratesOfChange([2, 10, 2.1, 3, 4, 5, 7, 10, 0, 2, 2.2, 2, 1, 2, 3, 90, 91, 92, 93, 1, 2, 3, 4, 5], times, threshold),
    [1, 3, 3, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 3, 1, 1, 1, 3, 1, 1, 1, 1],
  );
  assert.deepEqual(ratesOfChange(masked([2, 10, 2, 3, no, no, 7, 10]), times, threshold), [1, 3, 3, 1, 9, 9, 1, 1]);
  assert.deepEqual(ratesOfChange([-2, -10, -2, -3], times, threshold), [1, 3, 3, 1]);
});

test('flat line: test_flat_line, …_starting_from_beginning, …_missing_values', () => {
  const times = every(900, 14, seconds('2015-01-01'));
  const options = { suspect: 3000, fail: 4800, tolerance: 0.01 };
  const values = [1, 2, 2.0001, 2, 2.0001, 2, 2.0001, 2, 4, 5, 3, 3.0001, 3.0005, 3.00001];
  assert.deepEqual(flatLines(values, times, options), [1, 1, 1, 1, 3, 3, 4, 4, 1, 1, 1, 1, 1, 3]);
  assert.deepEqual(flatLines(values.slice(1), times, options), [1, 1, 1, 3, 3, 4, 4, 1, 1, 1, 1, 1, 3]);
  assert.deepEqual(
    flatLines(masked([1, no, no, 2, 2.0001, 2, 2.0001, 2, 4, no, 3, no, no, 3.00001]), times, options),
    [1, 9, 9, 1, 3, 3, 4, 4, 1, 9, 1, 9, 9, 3],
  );
});

test('flat line: test_flat_line_short_timeseries, test_flat_line_with_spike', () => {
  const options = { suspect: 3, fail: 5, tolerance: 0.1 };
  assert.deepEqual(flatLines([5, 5, 5, 5, 5, 5], every(1, 6), options), [1, 1, 1, 3, 3, 4]);
  assert.deepEqual(
    flatLines([1, 1, 1, 1, 1, 6, 5, 4, 3, 2], every(1, 10, 1), { suspect: 3, fail: 6, tolerance: 4 }),
    [1, 1, 1, 3, 3, 1, 1, 1, 3, 3],
  );
});

test('location: test_location, test_single_location_none, test_location_bbox, test_location_distance_threshold', () => {
  const whole = location({});
  assert.deepEqual([whole(Number.NaN, 80), whole(50, -78.5), whole(-60, 500.5)], [4, 1, 4]);
  assert.equal(whole(Number.NaN, Number.NaN), 9);
  const box = location({ box: [-80, 40, -70, 60] });
  const latitudes = masked([no, 50, 59, 10, -60]);
  assert.deepEqual(
    [80, -78, -71, -79, 500].map((longitude, i) => box(latitudes[i]!, longitude)),
    [4, 1, 1, 4, 4],
  );
  const near = location({ distance: 3000 });
  assert.deepEqual([near(41, -71.05), near(41.02, -71.06), near(45.05, -80)], [1, 1, 3]);
});

test('speed: test_speed_test', () => {
  const flagsOf = (latitudes: readonly number[]): Flag[] => {
    const judge = speed({ suspect: 1, fail: 3 });
    return latitudes.map((latitude, i) => judge(latitude, -71.05, i * 3600));
  };
  assert.deepEqual(flagsOf([41.01, 41.02, 41.03, 41.04, 41.05, 41.05]), [2, 1, 1, 1, 1, 1]);
  assert.deepEqual(flagsOf([41.01, 41.02, 41.06, 41.5, 41.05, 41.05]), [2, 1, 3, 4, 4, 1]);
});

test('gap: a sample later than its time fails (tests/test_timing_gap.py at d8d7badb: 3000 s and 7200 s of 3600 s)', () => {
  const judge = gap(3600);
  assert.deepEqual([0, 3000, 3000 + 7200].map(judge), [2, 1, 4]);
});

test('distances are those of GeographicLib 2.0 (Geodesic.WGS84.Inverse)', () => {
  const expected: [number, number, number, number, number][] = [
    [41, -71.05, 41.02, -71.06, 2375.0503759],
    [41.02, -71.06, 45.05, -80, 854370.9671435],
    [0, 0, 0, 90, 10018754.1713946],
    [0, 0, 90, 0, 10001965.7293128],
    [60.4, 5.3, -33.9, 18.4, 10519862.622478],
    [-37.951033417, 144.424867889, -37.652821139, 143.926495528, 54972.2711461],
    [10, 179.9, 10, -179.9, 21927.8724779],
    [5, 5, 5, 5, 0],
  ];
  for (const [y1, x1, y2, x2, metres] of expected) {
    assert.ok(Math.abs(geodesicDistance(y1, x1, y2, x2) - metres) < 0.001, `${y1} ${x1}`);
  }
  const opposite = geodesicDistance(0, 0, 0.5, 179.7);
  assert.ok(Math.abs(opposite / 19_944_127.421 - 1) < 0.005, `${opposite}`);
});
