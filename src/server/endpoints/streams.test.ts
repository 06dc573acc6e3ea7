import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { localBus } from '../../bus/local-bus.ts';
import { NotFoundError, ParameterError } from '../../kit/errors.ts';
import { SECOND } from '../../kit/time.ts';
import { bucketsAnswer, samplesAnswer, storedStream } from '../../model/api/data.ts';
import { testArchive } from '../../store/test-archive.ts';
import { facts, NOON, sample } from '../../store/test-samples.ts';
import { SharedSamples } from '../stored/shared-samples.ts';
import { asking, begin } from '../test-asking.ts';
import { streamEndpoints } from './streams.ts';

const STREAM = '/instruments/ctd_12m/streams/ctd';
const counted = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const one = sample(i);
    return { ...one, time: one.time + BigInt(i) * SECOND };
  });

async function scene(t: TestContext, count = 10) {
  const archive = await testArchive(t);
  await archive.add(counted(count));
  const samples = new SharedSamples({ data: archive.data });
  t.after(() => samples[Symbol.asyncDispose]());
  const endpoints = streamEndpoints(samples);
  return { ...archive, samples, endpoints, ask: asking(endpoints) };
}

test('samples of a stretch come as the schema says, and whether there are more', async (t) => {
  const { ask } = await scene(t);
  const all = samplesAnswer.parse((await ask(`GET ${STREAM}/samples`)).json);
  assert.deepEqual([all.samples.length, all.more], [10, false]);
  assert.equal(all.samples[0]!.time, '2026-01-01T12:00:00.000Z');
  const query = { from: '2026-01-01T12:00:02Z', to: '2026-01-01T12:00:08Z', limit: '4', fields: 'n' };
  const { json } = await ask(`GET ${STREAM}/samples`, { query });
  assert.deepEqual(
    json.samples.map(({ values }: { values: unknown }) => values),
    [{ n: 2 }, { n: 3 }, { n: 4 }, { n: 5 }],
  );
  assert.equal(json.more, true);
  const thinned = await ask(`GET ${STREAM}/samples`, { query: { every: '4', order: 'newest' } });
  assert.deepEqual(
    thinned.json.samples.map((one: { values: { n: number } }) => one.values.n),
    [8, 4, 0],
  );
});

test('a stretch in which nothing is, however far away, is an empty answer', async (t) => {
  const { ask } = await scene(t);
  const none = { samples: [], more: false };
  assert.deepEqual((await ask(`GET ${STREAM}/samples`, { query: { from: '9999-12-31' } })).json, none);
  assert.deepEqual((await ask(`GET ${STREAM}/samples`, { query: { to: '0001-01-01' } })).json, none);
});

test('the last samples come oldest first', async (t) => {
  const { ask } = await scene(t);
  const { json } = await ask(`GET ${STREAM}/latest`, { query: { count: '2' } });
  assert.deepEqual(
    json.samples.map((one: { values: { n: number } }) => one.values.n),
    [8, 9],
  );
});

test('a request says in which form it wants them', async (t) => {
  const { ask } = await scene(t, 2);
  const csv = await ask(`GET ${STREAM}/samples`, { headers: { accept: 'text/csv;q=0.9, */*' } });
  assert.equal(csv.headers['content-type'], 'text/csv; charset=utf-8');
  assert.equal(csv.text, 'time,n,quality,n_qc\n2026-01-01T12:00:00.000Z,0,ok,1\n2026-01-01T12:00:01.000Z,1,ok,1\n');
  const lines = await ask(`GET ${STREAM}/samples`, { headers: { accept: 'application/x-ndjson' } });
  assert.deepEqual(
    lines.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).values.n),
    [0, 1],
  );
});

test('buckets are columns of the same length', async (t) => {
  const { ask } = await scene(t);
  const query = { from: NOON, to: '2026-01-01T12:00:10Z', buckets: '5' };
  const buckets = bucketsAnswer.parse((await ask(`GET ${STREAM}/buckets`, { query })).json);
  assert.equal(buckets.width, 2);
  assert.deepEqual(buckets.rows, [2, 2, 2, 2, 2]);
  assert.deepEqual(buckets.fields.n, { min: [0, 2, 4, 6, 8], max: [1, 3, 5, 7, 9], mean: [0.5, 2.5, 4.5, 6.5, 8.5] });
});

test('streams tell their fields, flags and extent', async (t) => {
  const { ask } = await scene(t);
  const [only] = (await ask('GET /instruments/ctd_12m/streams')).json;
  assert.equal(storedStream.parse(only).title, facts.stream.title);
  assert.deepEqual([only.from, only.to, only.rows], ['2026-01-01T12:00:00.000Z', '2026-01-01T12:00:09.000Z', 10]);
  assert.deepEqual(only.fields.n, { title: 'Number', type: 'integer', flags: ['n_qc'] });
});

test('what is not there is not found; a field that is not there is wrong in the request', async (t) => {
  const { ask } = await scene(t);
  await assert.rejects(ask('GET /instruments/ctd_13m/streams'), NotFoundError);
  await assert.rejects(
    ask('GET /instruments/ctd_12m/streams/ctf/samples'),
    (error) => error instanceof NotFoundError && /did you mean 'ctd'/.test(error.message),
  );
  await assert.rejects(ask(`GET ${STREAM}/samples`, { query: { fields: 'm' } }), ParameterError);
  await assert.rejects(
    ask(`GET ${STREAM}/samples`, { query: { from: '2026-02-01', to: '2026-01-01' } }),
    ParameterError,
  );
});

test('whoever goes away in the middle of an answer leaves nothing behind: the next one is served', async (t) => {
  const { endpoints, ask } = await scene(t, 30_000);
  for (let i = 0; i < 10; i++) {
    const gone = new AbortController();
    const { body } = await begin(endpoints, localBus(), `GET ${STREAM}/samples`, {
      query: { limit: '100000' },
      signal: gone.signal,
    });
    assert.ok(body instanceof Readable);
    gone.abort();
  }
  assert.equal((await ask(`GET ${STREAM}/latest`)).json.samples.length, 1);
});
