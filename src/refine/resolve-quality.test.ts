import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type QualityConfig, qualitySchema } from '../config/quality-schema.ts';
import { qualityProblems, resolveQuality } from './resolve-quality.ts';
import { probe } from './test-refining.ts';

const told = (quality: unknown, hasDepth = true): string[] =>
  qualityProblems(probe, quality, hasDepth).map(({ path, message }) => `${path.join('.')}: ${message}`);

const wrongForms = (quality: unknown): string[] =>
  (qualitySchema.safeParse(quality).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

const range = { gross_range: { fail: [0, 1] as [number, number] } };

test('a field is named by itself or with its stream, a stream by itself', () => {
  const quality: QualityConfig = { temp: range, 'track.temp': { spike: { fail: 1 } }, ctd: { gap: '1 min' } };
  assert.deepEqual(resolveQuality(probe, quality), {
    ctd: { fields: { temp: range }, own: { gap: '1 min' } },
    track: { fields: { temp: { spike: { fail: 1 } } }, own: {} },
  });
  assert.deepEqual(told(quality), []);
});

test('a name that is none is told with what is like it', () => {
  assert.deepEqual(told({ tmp: range, 'ctd.tmp': range, ctt: { gap: 1 } }), [
    "tmp: is no field or stream of test.probe; did you mean 'temp'?",
    "ctd.tmp: is no field or stream of test.probe; did you mean 'ctd.temp'?",
    "ctt: is no field or stream of test.probe; did you mean 'ctd'?",
  ]);
  assert.match(told({ 'ctd.temp.value': range })[0] ?? '', /^ctd\.temp\.value: is no field or stream of test\.probe; /);
});

test('a field that several streams send must be named with its stream', () => {
  const { track, ctd } = probe.samples;
  const two = { kind: 'test.two', samples: { ctd, again: { ...ctd }, track } };
  assert.deepEqual(
    qualityProblems(two, { cond: range }, true).map(({ message }) => message),
    ['is a field of several streams: say ctd.cond or again.cond'],
  );
});

test('a test that cannot be made of a field or a stream is told', () => {
  assert.deepEqual(
    told({
      note: range,
      bins: { spike: { fail: 1 }, ...range },
      cond: { gap: '1 min' },
      ctd: range,
      track: { location: { latitude: 'lat', longitude: 'long' } },
    }),
    [
      'note: is no number: nothing of it can be tested',
      'bins.spike: is not made of lists; of these there are gross_range and climatology',
      'cond.gap: is a test of a stream: give it to ctd',
      'ctd.gross_range: is a test of a field, and ctd is a stream',
      "track.location.longitude: 'long' is no number of track; did you mean 'lon'?",
    ],
  );
});

test('depths of a climatology need a depth', () => {
  const quality = { cond: { climatology: [{ period: 'month', time: [1, 3], suspect: [0, 1], depth: [0, 10] }] } };
  assert.deepEqual(told(quality), []);
  assert.deepEqual(told(quality, false), [
    'cond.climatology.0.depth: the depth is not known: ctd has no field for it, and the instrument has no position.depth',
  ]);
});

test('numbers that contradict each other are told', () => {
  assert.deepEqual(
    wrongForms({
      temp: {
        gross_range: { fail: [0, 10], suspect: [-1, 5] },
        spike: { suspect: 3, fail: 1 },
        flat_line: { tolerance: 0, suspect: '1 h', fail: '5 minutes' },
        rate_of_change: { suspect: 0 },
        climatology: [
          { time: [1, 3], suspect: [0, 1] },
          { period: 'month', time: ['2026-01-01', '2026-02-01'], suspect: [0, 1] },
          { time: ['2026-02-01', '2026-01-01'], suspect: [1, 0] },
        ],
      },
      cond: { gross_range: { fail: [10, 0] }, spike: {}, flat_line: { tolerance: 1, suspect: '1 h', fail: '1 min' } },
      track: { gap: 0, location: { latitude: 'lat', longitude: 'lon', box: [10, 0, -10, 5], speed: {} } },
    }),
    [
      'temp.gross_range.suspect: must lie within fail: what fails is suspect anyway',
      'temp.climatology.0.time: needs a period beside it, one of year, quarter, month, week, weekofyear, dayofyear, dayofweek, day, hour',
      'temp.climatology.1.time: must be two numbers of period month, such as [1, 3]',
      'temp.climatology.2.suspect: the lesser number comes first',
      'temp.climatology.2.time: the earlier one comes first',
      'temp.spike.suspect: must not be more than fail',
      'temp.rate_of_change.suspect: must be more than 0',
      'temp.flat_line.tolerance: must be more than 0',
      "temp.flat_line.fail: '5 minutes' is not a duration such as '200 ms', '20 s', '2 min', '1 h' or '1 d'",
      'cond.gross_range.fail: the lesser number comes first',
      'cond.spike: needs suspect, fail or both',
      'cond.flat_line.suspect: must not be more than fail',
      'track.gap: must be more than 0',
      'track.location.box: must be [west, south, east, north], the lesser numbers first',
      'track.location.speed: needs suspect, fail or both',
    ],
  );
});
