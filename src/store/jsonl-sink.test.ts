import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fromIso } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { JsonlSink } from './jsonl-sink.ts';

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-jsonl-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const sample = (n: number, time = '2026-01-01T12:00:00Z', stream = 'ctd'): Sample => ({
  instrument: 'ctd_12m',
  stream,
  time: fromIso(time),
  times: { port: fromIso(time), driver: fromIso(time) },
  quality: 'ok',
  values: { n },
  log: { day: '2026-01-01', offset: n * 40, length: 24 },
});

const numbersIn = async (file: string): Promise<number[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).values.n);

test('samples of a stream are lines of the file of their day', () =>
  inFolder(async (folder) => {
    await using sink = new JsonlSink(folder);
    sink.append([sample(1), sample(2, '2026-01-02T00:00:00Z'), sample(3, '2026-01-01T13:00:00Z', 'status')]);
    await sink.flush();
    assert.deepEqual(await numbersIn(join(folder, 'ctd', '2026-01-01.jsonl')), [1]);
    assert.deepEqual(await numbersIn(join(folder, 'ctd', '2026-01-02.jsonl')), [2]);
    const [line] = (await readFile(join(folder, 'status', '2026-01-01.jsonl'), 'utf8')).split('\n');
    assert.equal(
      line,
      '{"instrument":"ctd_12m","stream":"status","time":"2026-01-01T13:00:00.000Z","times":{"port":"2026-01-01T13:00:00.000Z","driver":"2026-01-01T13:00:00.000Z"},"quality":"ok","values":{"n":3},"log":{"day":"2026-01-01","offset":120,"length":24}}',
    );
  }));

test('samples that come again after a restart are kept once', () =>
  inFolder(async (folder) => {
    for (const numbers of [
      [1, 2, 3],
      [2, 3, 4],
      [1, 2, 3, 4, 5],
    ]) {
      await using sink = new JsonlSink(folder);
      sink.append(numbers.map((n) => sample(n)));
      await sink.flush();
    }
    assert.deepEqual(await numbersIn(join(folder, 'ctd', '2026-01-01.jsonl')), [1, 2, 3, 4, 5]);
  }));

test('a line that was torn is cut off and written again', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'ctd', '2026-01-01.jsonl');
    {
      await using sink = new JsonlSink(folder);
      sink.append([sample(1), sample(2)]);
    }
    await appendFile(file, JSON.stringify({ values: { n: 3 } }).slice(0, 9));
    {
      await using sink = new JsonlSink(folder);
      sink.append([sample(2), sample(3)]);
    }
    assert.deepEqual(await numbersIn(file), [1, 2, 3]);
  }));

test('a clock that steps back over midnight loses and doubles nothing', () =>
  inFolder(async (folder) => {
    const all = [
      sample(1, '2026-01-02T00:00:01Z'),
      sample(2, '2026-01-01T23:59:59Z'),
      sample(3, '2026-01-01T23:59:59Z'),
    ];
    for (const some of [all.slice(0, 2), all]) {
      await using sink = new JsonlSink(folder);
      sink.append(some);
    }
    assert.deepEqual(await numbersIn(join(folder, 'ctd', '2026-01-01.jsonl')), [2, 3]);
    assert.deepEqual(await numbersIn(join(folder, 'ctd', '2026-01-02.jsonl')), [1]);
  }));

test('samples of a log that was begun anew are kept, though their places were taken before', () =>
  inFolder(async (folder) => {
    for (const some of [[sample(7), sample(8)], [sample(1, '2026-01-01T12:30:00Z')]]) {
      await using sink = new JsonlSink(folder);
      sink.append(some);
    }
    assert.deepEqual(await numbersIn(join(folder, 'ctd', '2026-01-01.jsonl')), [7, 8, 1]);
  }));

test('a folder that cannot be written is an error of flush, and nothing more is taken', () =>
  inFolder(async (folder) => {
    await appendFile(join(folder, 'ctd'), 'a file stands where the folder should be');
    const sink = new JsonlSink(folder);
    sink.append([sample(1)]);
    await assert.rejects(sink.flush(), /EEXIST|ENOTDIR/);
    await assert.rejects(sink.flush());
  }));

test('a file whose last line is not a sample is named', () =>
  inFolder(async (folder) => {
    await mkdir(join(folder, 'ctd'));
    await writeFile(join(folder, 'ctd', '2026-01-01.jsonl'), 'not ours\n');
    const sink = new JsonlSink(folder);
    sink.append([sample(1)]);
    await assert.rejects(sink.flush(), /last lines of .*ctd\/2026-01-01\.jsonl are not samples/);
    await sink[Symbol.asyncDispose]().catch(() => {});
  }));
