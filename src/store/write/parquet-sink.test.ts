import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../kit/fake-clock.ts';
import type { Sample } from '../../model/sample.ts';
import { openDuck } from '../duck.ts';
import { facts, NOON, provisional, sample } from '../test-samples.ts';
import type { SinkOptions } from './parquet-sink.ts';
import { SampleStore, type SampleStoreOptions } from './sample-store.ts';

const MINUTE = 60_000;

async function scene(t: TestContext, options: Partial<SampleStoreOptions> = {}) {
  const own = await mkdtemp(join(tmpdir(), 'sonde-sink-'));
  const clock = new FakeClock(NOON);
  const stores: SampleStore[] = [];
  const open = (more: Partial<SinkOptions> = {}, rest: Partial<SampleStoreOptions> = {}) => {
    const store = new SampleStore({ clock, ...options, ...rest });
    stores.push(store);
    return { store, sink: store.openSink({ id: 'ctd_12m', own, factsOf: () => facts, ...more }) };
  };
  const reader = await openDuck({ memory: 64 * 1024 * 1024, threads: 1 });
  const connection = await reader.connect();
  t.after(async () => {
    for (const store of stores) await store[Symbol.asyncDispose]();
    connection.closeSync();
    reader[Symbol.dispose]();
    await rm(own, { recursive: true });
  });
  const folder = join(own, 'samples', 'ctd');
  return {
    clock,
    own,
    folder,
    open,
    rows: async (columns: string, name = '*') =>
      (
        await connection.runAndReadAll(`SELECT ${columns} FROM read_parquet('${folder}/${name}.parquet')`)
      ).getRowsJson(),
    numbers: async (name = '*') =>
      (await connection.runAndReadAll(`SELECT n FROM read_parquet('${folder}/${name}.parquet')`))
        .getRows()
        .map(([n]) => Number(n)),
  };
}

const several = (from: number, to: number, time = NOON): Sample[] =>
  Array.from({ length: to - from + 1 }, (_, i) => sample(from + i, time));

test('samples wait until they are as old as they may be, and are written together', async (t) => {
  const { open, clock, numbers } = await scene(t);
  const { sink } = open();
  sink.append(several(1, 2));
  assert.equal(await sink.flush('due'), false);
  await clock.advance(4 * MINUTE);
  sink.append([sample(3, '2026-01-01T12:04:00Z')]);
  assert.equal(await sink.flush('due'), false);
  await clock.advance(MINUTE);
  assert.equal(await sink.flush('due'), true);
  assert.deepEqual(await numbers(), [1, 2, 3]);
  assert.equal(await sink.flush('due'), true, 'nothing waits');
});

test('many that begin at the same time are not due at the same time, and none waits for longer than it may', async (t) => {
  const { open, own, clock } = await scene(t);
  const { store } = open();
  const sinks = Array.from({ length: 20 }, (_, i) => {
    const sink = store.openSink({ id: `ctd_${i}`, own: join(own, String(i)), factsOf: () => facts });
    sink.append([sample(1)]);
    return sink;
  });
  const written: number[] = [];
  for (let minute = 1; minute <= 5; minute++) {
    await clock.advance(MINUTE);
    const due = await Promise.all(sinks.map((sink) => sink.flush('due')));
    written.push(due.filter(Boolean).length);
  }
  assert.equal(written.at(-1), 20);
  for (const [i, all] of written.entries()) assert.ok(Math.abs(all - 4 * (i + 1)) <= 2, written.join());
});

test('what is older than that by its own time waits a little only, so that a log is not read again and again', async (t) => {
  const { open, clock, numbers } = await scene(t);
  const { sink } = open();
  sink.append([sample(1, '2026-01-01T11:00:00Z')]);
  assert.equal(await sink.flush('due'), false);
  await clock.advance(MINUTE / 2);
  assert.equal(await sink.flush('due'), true);
  assert.deepEqual(await numbers(), [1]);
});

test('a day that is over is written soon', async (t) => {
  const { open, clock, numbers } = await scene(t);
  const { sink } = open();
  sink.append([sample(1, '2026-01-01T23:59:59Z'), sample(2, '2026-01-02T00:00:00Z')]);
  await clock.advance(MINUTE / 2);
  assert.equal(await sink.flush('due'), true);
  assert.deepEqual(await numbers('2026-01-01'), [1]);
  assert.deepEqual(await numbers('2026-01-02'), [2]);
});

test('a clock that steps back over midnight brings samples to the earlier day again, and each is there once', async (t) => {
  const { open, numbers } = await scene(t);
  const all = [
    sample(1, '2026-01-01T23:59:58Z'),
    sample(2, '2026-01-02T00:00:01Z'),
    sample(3, '2026-01-01T23:59:59Z'),
    sample(4, '2026-01-02T00:00:00Z'),
  ];
  for (const some of [all.slice(0, 2), all.slice(0, 3), all, all.slice(1)]) {
    const { sink } = open();
    sink.append(some);
    await sink[Symbol.asyncDispose]();
  }
  assert.deepEqual(await numbers('2026-01-01'), [1, 3]);
  assert.deepEqual(await numbers('2026-01-02'), [2, 4]);
});

test('half of the memory is enough to write, and a sink that takes little is not to blame', async (t) => {
  const { open, clock, numbers, own } = await scene(t, { memory: 64 * 1024 * 1024 });
  const noted = { ...facts, fields: { ...facts.fields, note: { title: 'Note', type: 'text' } } } as const;
  const { store, sink } = open({ factsOf: () => noted });
  const long = (from: number, to: number) =>
    several(from, to).map((one) => ({ ...one, values: { ...one.values, note: `${one.values.n}`.padEnd(400, '.') } }));
  const small = store.openSink({ id: 'small', own: join(own, 'small'), factsOf: () => facts });
  small.append([sample(1)]);
  sink.append(long(1, 1000));
  assert.equal(await sink.flush('due'), false);
  await clock.advance(1);
  sink.append(long(1001, 20_000));
  assert.ok(sink.load > 0.5 && small.load < 0.5);
  assert.equal(await small.flush('due'), false);
  assert.equal(await sink.flush('due'), true);
  assert.equal(sink.load, 0);
  assert.deepEqual((await numbers()).length, 20_000);
  await small[Symbol.asyncDispose]();
});

test('a sample whose flags are still open is in the file, and again when they are not', async (t) => {
  const { open, rows } = await scene(t);
  const { sink } = open();
  sink.append([sample(1), provisional(2)]);
  await sink.flush('now');
  assert.deepEqual(await rows('n, n_qc'), [
    ['1', 1],
    ['2', 2],
  ]);
  sink.settle([sample(2)]);
  sink.append([provisional(3)]);
  await sink.flush('now');
  assert.deepEqual(await rows('n, n_qc'), [
    ['1', 1],
    ['2', 1],
    ['3', 2],
  ]);
  await sink[Symbol.asyncDispose]();
  const { sink: next } = open();
  next.append([provisional(3)]);
  next.settle([sample(3)]);
  next.append([sample(4)]);
  await next.flush('now');
  assert.deepEqual(await rows('n, n_qc'), [
    ['1', 1],
    ['2', 1],
    ['3', 1],
    ['4', 1],
  ]);
});

test('samples that a change of the definition parts are written each as what they were', async (t) => {
  const { open, rows } = await scene(t);
  let now = facts;
  const { sink } = open({ factsOf: () => now });
  sink.append([sample(1)]);
  now = { ...facts, fields: { n: { title: 'Number', type: 'number', unit: 'm' } }, definitions: ['0.1.0/def'] };
  sink.append([sample(2, NOON, { values: { n: 2.5 } })]);
  await sink.flush('now');
  assert.deepEqual(await rows('n', '2026-01-01'), [['1']]);
  assert.deepEqual(await rows('n', '2026-01-01.2'), [[2.5]]);
});

test('what cannot be written waits, is told once, and is tried again', async (t) => {
  const { open, clock, own, numbers } = await scene(t);
  const told: (string | undefined)[] = [];
  const { sink } = open({ own: join(own, 'new'), onTrouble: (problem) => told.push(problem?.message) });

  await writeFile(join(own, 'new'), 'a file stands where the folder should be');
  sink.append([sample(1)]);
  await clock.advance(5 * MINUTE);
  assert.equal(await sink.flush('due'), false);
  assert.equal(await sink.flush('due'), false, 'not at once');
  await clock.advance(MINUTE);
  sink.append([sample(2)]);
  assert.equal(await sink.flush('due'), false);
  assert.equal(told.length, 1);
  await assert.rejects(sink.flush('now'), /new/);
  await rm(join(own, 'new'));
  await clock.advance(MINUTE);
  assert.equal(await sink.flush('due'), true);
  assert.deepEqual(told.slice(1), [undefined]);
  assert.deepEqual(await readdir(join(own, 'new', 'samples', 'ctd')), ['2026-01-01.parquet']);
  await assert.rejects(numbers(), /No files found/);
});

test('a reader in this process is told what is in no file, and before which rows of which file that stands', async (t) => {
  const { open, numbers } = await scene(t);
  const first = open();
  first.sink.append([...several(1, 3), provisional(4)]);
  await first.sink[Symbol.asyncDispose]();
  const { store, sink } = open();
  const hotCells = (name: string) =>
    [...(store.hot('ctd_12m', 'ctd')?.days.values() ?? [])]
      .flat()
      .flatMap((page) => Array.from({ length: page.rows }, (_, row) => page.at(name, row)));
  assert.equal(store.hot('ctd_12m', 'ctd'), undefined);
  sink.append([sample(3), provisional(4)]);
  assert.equal(await sink.flush('due'), false);
  const hot = store.hot('ctd_12m', 'ctd');
  assert.deepEqual(hotCells('n'), [4]);
  assert.deepEqual([...hot!.written], [['2026-01-01.parquet', 3]]);
  assert.deepEqual(Object.keys(hot!.stream.fields), ['n']);
  sink.settle([sample(4)]);
  sink.append([provisional(5)]);
  assert.deepEqual(hotCells('n_qc'), [1, 2]);
  await sink.flush('now');
  assert.deepEqual(await numbers(), [1, 2, 3, 4, 5]);
  assert.deepEqual(hotCells('n'), [5]);
  assert.deepEqual([...store.hot('ctd_12m', 'ctd')!.written], [['2026-01-01.parquet', 4]]);
});
