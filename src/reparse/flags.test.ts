import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { test } from 'node:test';
import { fromIso } from '../kit/time.ts';
import { logPath } from '../packet/log-days.ts';
import { makeRefiner } from '../refine/make-refiner.ts';
import { historyFor } from '../refine/recall-history.ts';
import { openSamples } from '../store/read/stored-samples.ts';
import { daysTouched } from './range.ts';
import { type Logged, points, probe, scene } from './test-scene.ts';

const definition = probe();
const quality = {
  value: {
    gross_range: { fail: [0, 1000] as [number, number] },
    spike: { suspect: 20, fail: 50 },
    rate_of_change: { suspect: 0.5 },
    flat_line: { suspect: '3 min', fail: '5 min', tolerance: 0.01 },
  },
};
const refined = () => makeRefiner({ definition, quality });

/** A value stays the same over midnight, and jumps with the day's last sample and its first but one. */
const OVER_MIDNIGHT: readonly Logged[] = [
  ...points('2026-01-01T23:00:00Z', 50),
  ...Array.from({ length: 8 }, (_, i): Logged => [`2026-01-01T23:5${i + 2}:00Z`, `#${60 + i} 5`]),
  ['2026-01-01T23:59:59Z', '#70 500'],
  ['2026-01-02T00:00:20Z', '#71 5'],
  ['2026-01-02T00:00:40Z', '#72 900'],
  ['2026-01-02T00:01:00Z', '#73 5'],
  ...points('2026-01-02T00:02:00Z', 10, 80),
  ['2026-01-03T00:00:00Z', '#99 99'],
];

test('the flags of a day are those that a driver gave that has seen all before it', async (t) => {
  const { log, keep, run, rows, own } = await scene(t);
  await log(OVER_MIDNIGHT);
  await keep(definition, undefined, refined());
  const flags = await rows('value_qc_spike, value_qc_flat_line, value_qc_rate_of_change, value_qc');
  assert.ok(new Set(flags.map(([spike]) => Number(spike))).has(4), 'a spike is among them');
  assert.ok(new Set(flags.map(([, flat]) => Number(flat))).size > 1, 'and a line that is flat');
  const before: Parameters<typeof run>[1] = {
    makeRefiner: refined,
    before: async (day, refiner) => {
      using stored = await openSamples(`${own}/..`);
      const instrument = own.split('/').at(-1)!;
      return await historyFor(refiner, (stream, count) =>
        stored.latest({ instrument, stream, count, to: fromIso(day) }).catch(() => []),
      );
    },
  };
  for (const [from, to] of [
    ['2026-01-02', '2026-01-03'],
    ['2026-01-01', '2026-01-02'],
    ['2026-01-03', '2026-01-04'],
  ] as const) {
    const report = await run(definition, { ...before, days: daysTouched(fromIso(from), fromIso(to)) });
    assert.deepEqual(report.streams[0]!.differences.columns, {}, from);
    assert.equal(report.replacement, undefined);
  }
  // Other limits are differences of flags, and of nothing else.
  const strict = () => makeRefiner({ definition, quality: { value: { gross_range: { fail: [0, 400] } } } });
  const { streams } = await run(definition, { makeRefiner: strict, dryRun: true });
  const { columns } = streams[0]!.differences;
  assert.deepEqual(
    Object.keys(columns).filter((name) => !name.startsWith('value_qc') && name !== 'quality'),
    [],
  );
  assert.equal(columns.value_qc_gross_range!.count, 2);
});

test('samples whose bytes the log does not hold any more stay as they are, and are counted', async (t) => {
  const { log, keep, run, rows, dir } = await scene(t);
  await log([
    ...points('2026-01-01T12:00:00Z', 3),
    ...points('2026-01-02T12:00:00Z', 3, 4),
    ...points('2026-01-03T12:00:00Z', 3, 7),
  ]);
  await keep(probe((value) => value * 10));
  await rm(logPath(dir, '2026-01-01'));
  const { streams } = await run(definition);
  const { kept, changed, gone } = streams[0]!.differences;
  assert.deepEqual([kept, changed, gone], [3, 6, 0]);
  assert.deepEqual((await rows('value')).flat(), [10, 20, 30, 4, 5, 6, 7, 8, 9]);
});
