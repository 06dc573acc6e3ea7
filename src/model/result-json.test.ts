import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toResultJson } from './result-json.ts';
import type { Sample } from './sample.ts';

test('what a command brings is JSON, whatever it is', () => {
  const sample: Sample = {
    instrument: 'ctd',
    stream: 'point',
    time: 1_000_000_000n,
    times: { driver: 2_000_000_000n },
    quality: 'ok',
    values: { temp: Number.NaN, raw: new Uint8Array([1, 2]) },
  };
  const result = { samples: [sample], count: 1n, at: undefined, size: Number.POSITIVE_INFINITY, done: true };
  assert.deepEqual(toResultJson(result), {
    samples: [
      {
        instrument: 'ctd',
        stream: 'point',
        time: '1970-01-01T00:00:01.000Z',
        times: { driver: '1970-01-01T00:00:02.000Z' },
        quality: 'ok',
        values: { temp: null, raw: 'AQI=' },
      },
    ],
    count: null,
    at: null,
    size: null,
    done: true,
  });
  assert.deepEqual([toResultJson(undefined), toResultJson('ready')], [null, 'ready']);
});
