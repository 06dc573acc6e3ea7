import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Nanos } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { arrivalsOf } from './arrivals.ts';

const sample = (stream: string, port: Nanos | undefined, driver: Nanos): Sample => ({
  instrument: 'unit',
  stream,
  time: port ?? driver,
  times: { ...(port !== undefined && { port }), driver },
  quality: 'ok',
  values: {},
});

test('samples in a row of one stream and time are one arrival, in their order', () => {
  const samples = [
    sample('a', 1n, 9n),
    sample('a', 1n, 10n),
    sample('b', 1n, 10n),
    sample('a', 1n, 10n),
    sample('a', 2n, 10n),
  ];
  const arrivals = arrivalsOf(samples).map(({ stream, received, samples: count }) => [stream, received, count]);
  assert.deepEqual(arrivals, [
    ['a', 1n, 2],
    ['b', 1n, 1],
    ['a', 1n, 1],
    ['a', 2n, 1],
  ]);
  assert.equal(arrivalsOf(samples)[0]?.first, samples[0]);
  assert.equal(arrivalsOf(samples)[0]?.last, samples[1]);
});

test('one of no port agent arrived when it was decoded', () => {
  assert.equal(arrivalsOf([sample('a', undefined, 7n)])[0]?.received, 7n);
});
