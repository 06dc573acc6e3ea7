import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedUpToNow } from './asked.ts';
import { bucketsPath, type Choice, exportCommand, exportPath, fileName, pythonLine, samplesPath } from './choice.ts';
import { firstStream } from './first-stream.ts';
import { covered, gapsIn, shareOf } from './gaps.ts';

const all: Choice = { instrument: 'ctd_12m', stream: 'ctd', goodOnly: false };
const some: Choice = {
  ...all,
  fields: ['temp', 'pressure'],
  from: '2026-11-22T06:00:00Z',
  to: '2026-11-23T00:00:00Z',
  goodOnly: true,
};

test('what is chosen is asked of the API', () => {
  assert.equal(exportPath(all, 'csv'), '/instruments/ctd_12m/streams/ctd/export?format=csv');
  assert.equal(
    exportPath(some, 'netcdf'),
    '/instruments/ctd_12m/streams/ctd/export?format=netcdf&from=2026-11-22T06%3A00%3A00Z&to=2026-11-23T00%3A00%3A00Z&fields=temp%2Cpressure&good_only=true',
  );
  assert.equal(
    bucketsPath({ ...some, fields: ['temp'] }, 600),
    '/instruments/ctd_12m/streams/ctd/buckets?from=2026-11-22T06%3A00%3A00Z&to=2026-11-23T00%3A00%3A00Z&buckets=600&fields=temp&without_failed=true',
  );
  assert.equal(
    samplesPath(all, { limit: 100, newest: true }),
    '/instruments/ctd_12m/streams/ctd/samples?limit=100&order=newest',
  );
});

test('the same export is a command, and its file a line of Python', () => {
  assert.equal(exportCommand(all, 'csv'), 'sonde export ctd_12m ctd --out ctd_12m-ctd.csv');
  assert.equal(
    exportCommand(some, 'netcdf'),
    'sonde export ctd_12m ctd --from 2026-11-22T06:00:00Z --to 2026-11-23T00:00:00Z --fields temp,pressure --good-only --format netcdf --out ctd_12m-ctd.nc',
  );
  assert.equal(
    exportCommand({ ...some, fields: ['temp'] }, 'csv', '5m'),
    'sonde export ctd_12m ctd --from -5min --fields temp --good-only --out ctd_12m-ctd.csv',
  );
  assert.equal(fileName(all, 'parquet'), 'ctd_12m-ctd.parquet');
  assert.equal(pythonLine(all, 'parquet'), "pandas.read_parquet('ctd_12m-ctd.parquet')");
  assert.equal(pythonLine(all, 'netcdf'), "xarray.open_dataset('ctd_12m-ctd.nc')");
});

test('stretches with samples are found in buckets, and the gaps around them', () => {
  const minute = (n: number): string => `2026-11-22T06:0${n}:00.000Z`;
  const spans = covered({ width: 60, time: [1, 2, 5, 6].map(minute), rows: [60, 60, 3, 60], fields: {} });
  const at = (n: number): number => Date.parse(minute(n));
  assert.deepEqual(spans, [
    { from: at(1), to: at(3) },
    { from: at(5), to: at(7) },
  ]);
  assert.deepEqual(gapsIn(spans, { from: at(0), to: at(7) }), [
    { from: at(0), to: at(1) },
    { from: at(3), to: at(5) },
  ]);
  assert.deepEqual(gapsIn([], { from: at(0), to: at(7) }), [{ from: at(0), to: at(7) }]);
  assert.deepEqual(covered({ width: 0, time: [], rows: [], fields: {} }), []);
});

test('a bucket of a width that is no whole number of milliseconds touches its neighbour', () => {
  const start = Date.parse('2026-11-22T06:00:00Z');
  const time = Array.from({ length: 50 }, (_, i) => new Date(start + Math.floor(i * 1333.3)).toISOString());
  assert.equal(covered({ width: 1.3333, time, rows: time.map(() => 1), fields: {} }).length, 1);
});

test('samples that come more seldom than there are buckets have no gaps between them, unless some are missing', () => {
  const at = (second: number): string => new Date(Date.parse('2026-11-22T06:00:00Z') + second * 1000).toISOString();
  const time = [0, 10, 20, 30, 70, 80].map(at);
  assert.deepEqual(covered({ width: 0.5, time, rows: time.map(() => 1), fields: {} }), [
    { from: Date.parse(at(0)), to: Date.parse(at(30.5)) },
    { from: Date.parse(at(70)), to: Date.parse(at(80.5)) },
  ]);
});

test('a stretch stands at its share of a longer one', () => {
  assert.deepEqual(shareOf({ from: 25, to: 50 }, { from: 0, to: 100 }), { begin: 0.25, length: 0.25 });
  assert.deepEqual(shareOf({ from: -50, to: 10 }, { from: 0, to: 100 }), { begin: 0, length: 0.1 });
  assert.deepEqual(shareOf({ from: 0, to: 0 }, { from: 5, to: 5 }), { begin: 0, length: 0 });
});

test('what goes up to now is asked for anew every so often, never without its newest samples', () => {
  const hour = (to: number) => askedUpToNow({ from: to - 3600, to });
  assert.deepEqual(hour(36_001), hour(36_036));
  assert.deepEqual(hour(36_001), { from: 32_436, to: 36_036 });
  assert.deepEqual(askedUpToNow({ from: 100, to: 401 }), { from: 109, to: 410 });
  const year = 365 * 86_400;
  assert.equal(askedUpToNow({ from: 1, to: 1 + year }).to % 600, 0);
});

test('the stream that lists show is looked at first, however many samples others have', () => {
  const streams = ['status', 'ctd', 'clock'].map((stream, i) => ({ stream, rows: 3 - i }));
  assert.equal(firstStream(streams, [{ stream: 'ctd' }])?.stream, 'ctd');
  assert.equal(firstStream(streams, [])?.stream, 'status');
  assert.equal(
    firstStream(
      [
        { stream: 'ctd', rows: 0 },
        { stream: 'status', rows: 1 },
      ],
      [{ stream: 'ctd' }],
    )?.stream,
    'status',
  );
  assert.equal(firstStream([], []), undefined);
});
