import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import { integer, number } from '../definition/field.ts';
import { from, line } from '../definition/stream.ts';
import { streamMetadata } from '../definition/stream-metadata.ts';
import { samplesOfLog } from '../driver/log-samples.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { dayOf, fromIso } from '../kit/time.ts';
import type { LogSpan, Sample } from '../model/sample.ts';
import { compressDay } from '../packet/compress-day.ts';
import { LogWriter } from '../packet/log-writer.ts';
import { comparePositions, type Position } from '../packet/position.ts';
import { testDuck } from '../store/test-duck.ts';
import { facts } from '../store/test-samples.ts';
import { storeDay } from '../store/write/test-store-day.ts';
import { bytesOfSample } from './bytes-of-sample.ts';
import { nearestDecoded, nearestStored } from './nearest-sample.ts';
import { samplesOfBytes } from './samples-of-bytes.ts';
import { storedAt } from './stored-at.ts';

const DAYS = ['2026-11-20', '2026-11-21', '2026-11-22'] as const;

/** `#<n> <value>` is a point; `k <factor>` a factor that the points after it are joined with, where `joined`. */
const probe = (joined: boolean) =>
  defineInstrument({
    kind: 'acme.probe',
    maker: 'Acme',
    model: 'Probe',
    dialogue: { newline: '\r\n', prompt: />$/, timeout: '5 s' },
    discover: { listen: '1 s', otherwise: 'autosample' },
    states: { autosample: { streaming: ['point'] } },
    commands: {},
    parameters: {},
    samples: {
      point: line(
        /^#(?<n>\d+) (?<value>-?[\d.]+)$/,
        { n: integer(), value: number({ unit: 'mV' }) },
        joined ? { joins: { factor: from('factor', 'factor') } } : {},
      ),
      factor: line(/^k (?<factor>[\d.]+)$/, { factor: number() }),
    },
    simulation: { prompt: '>', rejects: '>', replies: {}, records: {}, values: {}, streams: {} },
  });

/** A log of three days whose records are cut anywhere, with what the driver said in between; all its samples, as a driver finds them. */
async function scene(t: TestContext, joined = false) {
  const data = await mkdtemp(join(tmpdir(), 'sonde-raw-'));
  t.after(() => rm(data, { recursive: true, force: true }));
  const dir = join(data, 'probe/log');
  const clock = new FakeClock();
  const writer = await LogWriter.open({ dir, clock });
  let n = 0;
  for (const day of DAYS) {
    const records = Array.from({ length: 300 }, () => (n++ % 100 === 3 ? `k ${n}\r\n` : `#${n} ${(n * 7) % 13}.5\r\n`));
    const text = records.join('');
    const midnight = fromIso(`${day}T00:00:00Z`);
    for (let at = 0, i = 0; at < text.length; i++) {
      const length = 1 + ((i * 5) % 23);
      const time = midnight + BigInt(i) * 1_000_000_000n;
      writer.append('DATA_FROM_INSTRUMENT', toBytes(text.slice(at, at + length)), time);
      if (i % 7 === 0) writer.append('DATA_FROM_DRIVER', toBytes('ds\r\n'), time);
      at += length;
    }
  }
  await writer.close();
  const options = { dir, definition: probe(joined), instrument: 'probe', link: '', clock };
  const all: Sample[] = [];
  for await (const stretch of samplesOfLog(options)) all.push(...stretch.samples);
  return { data, dir, options, all };
}

const spansOf = (samples: readonly Sample[]): LogSpan[] => samples.map(({ log }) => log!);
const spanOf = ({ log }: Sample): LogSpan => log!;
const behind = ({ day, offset }: Position, bytes: number): Position => ({ day, offset: offset + bytes });

test('the bytes of every sample are those that it was decoded from', async (t) => {
  const { dir, all } = await scene(t);
  assert.equal(all.length, 900);
  for (const sample of all.filter((_, i) => i % 50 === 0)) {
    const { bytes, packets } = await bytesOfSample(dir, spanOf(sample));
    const { n, value, factor } = sample.values;
    const expected = sample.stream === 'point' ? `#${n} ${Number(value).toFixed(1)}\r\n` : `k ${factor}\r\n`;
    assert.equal(toText(bytes), expected);
    const all = packets.filter(({ type }) => type === 'DATA_FROM_INSTRUMENT').map(({ payload }) => toText(payload));
    assert.ok(all.join('').includes(expected));
    assert.ok(!all.slice(1).join('').includes(expected) && !all.slice(0, -1).join('').includes(expected));
  }
});

test('the samples of a stretch are all that have a byte in it, wherever it begins and ends', async (t) => {
  const { dir, options, all } = await scene(t);
  await compressDay(dir, DAYS[0]);
  for (const i of [0, 1, 250, 298, 299, 300, 301, 650]) {
    const [one, last] = [spanOf(all[i]!), spanOf(all[i + 5]!)];
    const found = await samplesOfBytes({ ...options, from: one, to: behind(last, 1) });
    assert.deepEqual(spansOf(found), spansOf(all.slice(i, i + 6)), `from sample ${i}`);
    const inside = await samplesOfBytes({ ...options, from: one, to: last });
    assert.deepEqual(spansOf(inside), spansOf(all.slice(i, i + 5)));
  }
  // The last byte of a sample, in whichever packet that came; the header of the next packet belongs to none.
  const sample = all[420]!;
  const { packets } = await bytesOfSample(dir, spanOf(sample));
  const { offset, size } = packets.at(-1)!;
  const near = await samplesOfBytes({
    ...options,
    from: { day: DAYS[1], offset },
    to: { day: DAYS[1], offset: offset + size },
  });
  assert.ok(spansOf(near).some((span) => comparePositions(span, spanOf(sample)) === 0));
  assert.ok(near.every(({ log }) => comparePositions(log!, { day: DAYS[1], offset: offset + size }) < 0));
});

test('samples that are joined with earlier records are the same from the middle of the log', async (t) => {
  const { options, all } = await scene(t, true);
  const wanted = all.slice(640, 645);
  const found = await samplesOfBytes({ ...options, from: spanOf(wanted[0]!), to: spanOf(all[645]!) });
  assert.deepEqual(
    found.map(({ values }) => values),
    wanted.map(({ values }) => values),
  );
  assert.ok(wanted.every(({ values }) => typeof values.factor === 'number'));
});

test('the stored samples of a stretch are found in the files, and the nearest to a time', async (t) => {
  const { data, dir, options, all } = await scene(t);
  const { connection } = await testDuck(t);
  for (const stream of ['point', 'factor']) {
    const { fields } = streamMetadata(options.definition, stream);
    const own = all.filter((sample) => sample.stream === stream);
    for (const [day, samples] of Map.groupBy(own, ({ time }) => dayOf(time))) {
      await storeDay({ connection, own: join(data, 'probe'), stream }, day, { ...facts, fields, flags: {} }, samples);
    }
  }
  const stretch = { dir, from: behind(spanOf(all[298]!), 1), to: behind(spanOf(all[306]!), 1) };
  const stored = await storedAt({ ...stretch, data, instrument: 'probe' });
  assert.deepEqual(spansOf(stored), spansOf(all.slice(298, 307)));
  assert.deepEqual(
    stored.map(({ values }) => values),
    all.slice(298, 307).map(({ values }) => values),
  );
  assert.deepEqual(await storedAt({ ...stretch, data, instrument: 'probe', link: 'other' }), []);

  const points = all.filter(({ stream }) => stream === 'point');
  const time = points[200]!.time + 100_000_000n;
  assert.equal((await nearestStored(data, 'probe', 'point', time))?.time, points[200]!.time);
  assert.equal((await nearestDecoded(options, 'point', time))?.time, points[200]!.time);
  assert.equal(await nearestDecoded(options, 'point', time + 43_200_000_000_000n), undefined);
});
