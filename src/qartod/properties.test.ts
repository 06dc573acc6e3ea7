import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Flag } from '../model/sample.ts';
import { SlidingRange } from './sliding-range.ts';
import { every, flatLines, ratesOfChange, spikes } from './test-series.ts';

/** Values that often repeat, nearly repeat or are missing. */
const values = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -4, max: 4 }) },
    { weight: 2, arbitrary: fc.double({ min: -5, max: 5, noNaN: true }) },
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
  ),
  { minLength: 3, maxLength: 60 },
);
const threshold = fc.double({ min: 0.01, max: 6, noNaN: true });
const whole = (max: number) => fc.integer({ min: 1, max });

test('spikes, one value after the other, are those of the whole series', () => {
  fc.assert(
    fc.property(values, threshold, threshold, (series, suspect, fail) => {
      const expected = series.map((value, i): Flag => {
        if (Number.isNaN(value)) return 9;
        if (i === 0 || i === series.length - 1) return 2;
        const height = Math.abs(value - (series[i - 1]! + series[i + 1]!) / 2);
        if (Number.isNaN(height)) return 9;
        return height > fail ? 4 : height > suspect ? 3 : 1;
      });
      assert.deepEqual(spikes(series, { suspect, fail }), expected);
    }),
  );
});

test('rates of change, one value after the other, are those of the whole series', () => {
  fc.assert(
    fc.property(values, whole(900), threshold, (series, step, suspect) => {
      const expected = series.map((value, i): Flag => {
        if (Number.isNaN(value)) return 9;
        return i > 0 && Math.abs(value - series[i - 1]!) / step > suspect ? 3 : 1;
      });
      assert.deepEqual(ratesOfChange(series, every(step, series.length, 1e9), suspect), expected);
    }),
  );
});

test('flat lines, one value after the other, are those of the whole series', () => {
  fc.assert(
    fc.property(
      values,
      whole(900),
      fc.double({ min: 1, max: 20, noNaN: true }),
      fc.double({ min: 1, max: 20, noNaN: true }),
      threshold,
      (series, step, suspectSteps, failSteps, tolerance) => {
        const [suspect, fail] = [Math.floor(suspectSteps * step), Math.floor(failSteps * step)];
        const isFlat = (end: number, seconds: number): boolean => {
          const count = Math.floor(seconds / step);
          const window = series.slice(Math.max(0, end - count), end + 1).filter((value) => !Number.isNaN(value));
          return end >= count && Math.max(...window) - Math.min(...window) < tolerance;
        };
        const expected = series.map((value, i): Flag => {
          if (Number.isNaN(value)) return 9;
          return isFlat(i, fail) ? 4 : isFlat(i, suspect) ? 3 : 1;
        });
        assert.deepEqual(flatLines(series, every(step, series.length, 1e9), { suspect, fail, tolerance }), expected);
      },
    ),
  );
});

test('a flat line that is sampled irregularly is found in its time', () => {
  const jitter = [0, 0.4, -0.3, 0.2, -0.4, 0.1, 0.3, -0.2];
  const times = every(60, 40, 1e9).map((time, i) => time + jitter[i % jitter.length]!);
  const still = times.map(() => 7);
  const flags = flatLines(still, times, { suspect: 600, fail: 1200, tolerance: 0.1 });
  assert.deepEqual([flags.indexOf(3), flags.indexOf(4)], [10, 20]);
});

test('a flat line ends where nothing came for longer than its time', () => {
  const times = [...every(1, 20, 1000), ...every(1, 5, 5000)];
  const flags = flatLines(
    times.map(() => 7),
    times,
    { suspect: 4, fail: 10, tolerance: 0.1 },
  );
  assert.equal(flags[19], 4);
  assert.deepEqual(flags.slice(20), [1, 1, 3, 3, 3]);
});

test('samples that come several at a time stand still as long as others', () => {
  const times = every(1, 80, 1000).map((time) => 1000 + Math.floor((time - 1000) / 8) * 2);
  const flags = flatLines(
    times.map(() => 7),
    times,
    { suspect: 10, tolerance: 0.1 },
  );
  assert.equal(times[flags.indexOf(3)], 1010);
});

test('the range of a window is that of the values in it', () => {
  fc.assert(
    fc.property(values, whole(12), (series, reach) => {
      const window = new SlidingRange();
      for (const [at, value] of series.entries()) {
        window.push(value, at);
        window.dropBefore(at - reach);
        const inside = series.slice(Math.max(0, at - reach), at + 1);
        const present = inside.filter((one) => !Number.isNaN(one));
        assert.equal(window.size, inside.length);
        assert.equal(window.range, present.length === 0 ? undefined : Math.max(...present) - Math.min(...present));
      }
    }),
  );
});
