import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Flag } from '../model/sample.ts';
import { climatology } from './climatology.ts';
import { grossRange } from './gross-range.ts';
import { location, speed } from './location.ts';
import { IOOS_QC, masked } from './test-ioos-qc.ts';
import { flatLines, ratesOfChange, spikes } from './test-series.ts';

/** A missing value is 9: ioos_qc has 1 for one in a season with depths, and 2 for the first and last of a differential spike test. */
const missingIs9 = (flags: readonly Flag[], values: readonly (number | null)[]): Flag[] =>
  flags.map((flag, i) => (values[i] === null ? 9 : flag));

const each = (check: (series: (typeof IOOS_QC)[number]) => void): void => {
  assert.equal(IOOS_QC.length, 24);
  for (const series of IOOS_QC) check(series);
};

test('gross range is what ioos_qc makes of random series', () => {
  each(({ values, gross_range: { fail, suspect, flags } }) => {
    assert.deepEqual(masked(values).map(grossRange({ fail, suspect })), flags);
  });
});

test('climatology is what ioos_qc makes of random series', () => {
  each(({ values, times, depths, climatology: { members, flags } }) => {
    const judge = climatology(
      members.map(({ tspan, vspan, fspan, zspan, period }) => ({
        time: tspan,
        suspect: vspan,
        fail: fspan,
        depth: zspan,
        period,
      })),
    );
    const z = masked(depths);
    assert.deepEqual(
      masked(values).map((value, i) => judge(value, times[i]!, z[i]!)),
      missingIs9(flags, values),
    );
  });
});

test('spikes are what ioos_qc finds in random series', () => {
  each(({ values, spike: { suspect, fail, average, differential } }) => {
    assert.deepEqual(spikes(masked(values), { suspect, fail }), average);
    assert.deepEqual(
      spikes(masked(values), { suspect, fail, method: 'differential' }),
      missingIs9(differential, values),
    );
  });
});

test('the rate of change is what ioos_qc finds in random series', () => {
  each(({ values, times, rate_of_change: { threshold, flags } }) => {
    assert.deepEqual(ratesOfChange(masked(values), times, threshold), flags);
  });
});

test('flat lines are what ioos_qc finds in random series', () => {
  each(({ values, times, flat_line: { suspect, fail, tolerance, flags } }) => {
    assert.deepEqual(flatLines(masked(values), times, { suspect, fail, tolerance }), flags);
  });
});

test('locations and speeds are what ioos_qc makes of random tracks', () => {
  each(
    ({ times, longitudes, latitudes, location: { bbox, range_max, flags }, speed: { suspect, fail, ...speeds } }) => {
      const judge = location({ box: bbox, distance: range_max });
      const judgeSpeed = speed({ suspect, fail });
      const [x, y] = [masked(longitudes), masked(latitudes)];
      assert.deepEqual(
        y.map((latitude, i) => judge(latitude, x[i]!)),
        flags,
      );
      assert.deepEqual(
        y.map((latitude, i) => judgeSpeed(latitude, x[i]!, times[i]!)),
        speeds.flags,
      );
    },
  );
});
