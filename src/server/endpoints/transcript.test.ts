import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { z } from 'zod';
import { localBus } from '../../bus/local-bus.ts';
import type { Described, InstrumentService } from '../../bus/services.ts';
import { defineInstrument } from '../../definition/define-instrument.ts';
import { integer } from '../../definition/field.ts';
import { line } from '../../definition/stream.ts';
import { toBytes } from '../../kit/bytes.ts';
import { NotFoundError, ParameterError } from '../../kit/errors.ts';
import { FakeClock } from '../../kit/fake-clock.ts';
import { fromIso, SECOND } from '../../kit/time.ts';
import { transcriptPage } from '../../model/api/data.ts';
import type { InstrumentSummary } from '../../model/api/instrument.ts';
import { compressDay } from '../../packet/compress-day.ts';
import { LogWriter } from '../../packet/log-writer.ts';
import { HttpError } from '../http-error.ts';
import { LIMITS } from '../limits.ts';
import { asking } from '../test-asking.ts';
import { Traffic } from '../traffic.ts';
import { transcriptEndpoints } from './transcript.ts';

const definition = defineInstrument({
  kind: 'acme.probe',
  maker: 'Acme',
  model: 'Probe',
  dialogue: { newline: '\r\n', prompt: />$/, timeout: '5 s' },
  discover: { listen: '1 s', otherwise: 'autosample' },
  states: { autosample: { streaming: ['point'] } },
  commands: {},
  parameters: {},
  samples: { point: line(/^#(?<n>\d+)$/, { n: integer() }) },
  simulation: { prompt: '>', rejects: '>', replies: {}, records: {}, values: {}, streams: {} },
});

/** The parts of an instrument that these tests ask. */
const running = {
  summary: async () => ({ id: 'probe', kind: 'acme.probe' }) as InstrumentSummary,
  describe: async () => ({ links: [''], streams: {} }) as unknown as Described,
} as InstrumentService;

type Page = z.infer<typeof transcriptPage>;
const text = ({ entries }: Page): string[] =>
  entries.map(({ bytes }) => Buffer.from(bytes, 'base64').toString('latin1'));

/** A log of two days: each 100 records in pieces of 3 bytes, one a second from noon on, and a question before every tenth. */
async function scene(t: TestContext) {
  const data = await mkdtemp(join(tmpdir(), 'sonde-transcript-'));
  t.after(() => rm(data, { recursive: true, force: true }));
  const dir = join(data, 'probe/log');
  const clock = new FakeClock();
  const writer = await LogWriter.open({ dir, clock });
  for (const day of ['2026-11-20', '2026-11-21']) {
    for (let n = 100; n < 200; n++) {
      const time = fromIso(`${day}T12:00:00Z`) + BigInt(n - 100) * SECOND;
      if (n % 10 === 0) writer.append('DATA_FROM_DRIVER', toBytes(`ask ${n}\r\n`), time);
      for (const piece of `#${n}\r\n`.match(/.{1,3}/gs) ?? [])
        writer.append('DATA_FROM_INSTRUMENT', toBytes(piece), time);
    }
  }
  await writer.close();
  const bus = localBus();
  t.after(() => offered[Symbol.dispose]());
  const offered = bus.offer('instrument', 'probe', running);
  const catalogue = { load: async () => definition };
  const endpoints = transcriptEndpoints({ data, clock, catalogue, traffic: new Traffic(), limits: LIMITS });
  const ask = asking(endpoints, bus);
  const page = async (query: Readonly<Record<string, string>>): Promise<Page> =>
    transcriptPage.parse((await ask('GET /instruments/probe/transcript', { query })).json);
  return { data, dir, ask, page };
}

test('the newest page comes first, and from page to page one gets to the beginning and back, nothing missing', async (t) => {
  const { page } = await scene(t);
  let now = await page({ limit: '37' });
  assert.equal(now.next, undefined);
  const pages = [now];
  while (now.previous !== undefined) {
    now = await page({ limit: '37', before: now.previous });
    pages.unshift(now);
  }
  // Of each day 100 records in two pieces, and 10 questions.
  assert.equal(pages.flatMap(({ entries }) => entries).length, 2 * 210);
  assert.equal(text(pages[0]!)[0], 'ask 100\r\n');
  const again = [await page({ limit: '37', from: pages[0]!.entries[0]!.position })];
  while (again.at(-1)!.next !== undefined) again.push(await page({ limit: '37', from: again.at(-1)!.next! }));
  assert.deepEqual(again.flatMap(text), pages.flatMap(text));
});

test('records are marked over the pieces that they came in, and say the time of their sample', async (t) => {
  const { page } = await scene(t);
  const { entries } = await page({ at: '2026-11-21T12:00:10Z', limit: '5' });
  const asked = entries.findIndex(({ direction }) => direction === 'sent');
  const [question, first, second] = entries.slice(asked);
  assert.deepEqual(
    [question, first, second].map((one) => Buffer.from(one!.bytes, 'base64').toString()),
    ['ask 110\r\n', '#11', '0\r\n'],
  );
  const time = '2026-11-21T12:00:10.000Z';
  assert.deepEqual(question!.matched, []);
  assert.deepEqual(first!.matched, [{ from: 0, to: 3, stream: 'point', time }]);
  assert.equal(second!.matched[0]!.from, 0);
  assert.equal(second!.matched[0]!.time, time);
});

test('a record that begins before the page is marked in what the page has of it', async (t) => {
  const { page } = await scene(t);
  const { entries } = await page({ at: '2026-11-21T12:00:11Z', limit: '8' });
  const at = entries.findIndex(({ bytes }) => Buffer.from(bytes, 'base64').toString() === '1\r\n');
  const { entries: own } = await page({ from: entries[at]!.position, limit: '1' });
  assert.deepEqual(
    own[0]!.matched.map(({ from, stream, time }) => ({ from, stream, time })),
    [{ from: 0, stream: 'point', time: '2026-11-21T12:00:11.000Z' }],
  );
});

test('what is cut in two is found, forwards and backwards, in capitals or not, and as hex', async (t) => {
  const { page } = await scene(t);
  const found = await page({ search: '#150', from: '2026-11-20:0' });
  assert.equal(found.hit?.length, 4);
  const entry = found.entries.find(({ position }) => position === found.hit?.position);
  assert.equal(entry?.time, '2026-11-20T12:00:50.000Z');
  assert.equal(Buffer.from(entry.bytes, 'base64').toString(), '#15');
  const [day, offset] = found.hit!.position.split(':');
  // Behind the first byte of what was found, in a packet whose header has 16 bytes.
  const behind = `${day}:${Number(offset) + 16 + found.hit!.at + 1}`;
  const next = await page({ search: '#150', from: behind });
  assert.equal(next.entries.find(({ position }) => position === next.hit?.position)?.time, '2026-11-21T12:00:50.000Z');
  const back = await page({ search: 'ASK 130\\r', before: next.hit!.position });
  assert.equal(back.entries.find(({ position }) => position === back.hit?.position)?.time, '2026-11-21T12:00:30.000Z');
  const hex = await page({ search: '23 31 35 30 0d', hex: 'true', before: next.hit!.position });
  assert.equal(hex.hit?.position, found.hit?.position);
  assert.deepEqual(await page({ search: 'nowhere' }), { entries: [] });
});

test('a day that is compressed is read the same', async (t) => {
  const { dir, page, ask } = await scene(t);
  const before = await page({ at: '2026-11-20T12:00:42Z', limit: '9' });
  const raw = await ask('GET /instruments/probe/log/2026-11-20');
  await compressDay(dir, '2026-11-20');
  await rm(join(dir, '2026-11-20.datalog'), { force: true });
  assert.deepEqual(await page({ at: '2026-11-20T12:00:42Z', limit: '9' }), before);
  assert.deepEqual((await ask('GET /instruments/probe/log/2026-11-20')).bytes, raw.bytes);
  const [day] = (await ask('GET /instruments/probe/log')).json;
  assert.deepEqual([day.day, day.bytes, day.compressed], ['2026-11-20', raw.bytes.length, true]);
});

test('a day of the log is handed out whole or in part', async (t) => {
  const { ask } = await scene(t);
  const path = 'GET /instruments/probe/log/2026-11-20';
  const { bytes } = await ask(path);
  const part = await ask(path, { headers: { range: 'bytes=10-19' } });
  assert.deepEqual([part.status, part.headers['content-range']], [206, `bytes 10-19/${bytes.length}`]);
  assert.deepEqual(part.bytes, bytes.subarray(10, 20));
  assert.deepEqual((await ask(path, { headers: { range: 'bytes=-5' } })).bytes, bytes.subarray(-5));
  await assert.rejects(ask(path, { headers: { range: `bytes=${bytes.length}-` } }), HttpError);
  await assert.rejects(ask('GET /instruments/probe/log/2026-11-19'), /has days from 2026-11-20 to 2026-11-21/);
});

test("the bytes of a sample are the instrument's alone", async (t) => {
  const { ask, page } = await scene(t);
  const { entries } = await page({ at: '2026-11-20T12:00:00Z' });
  const [, offset] = entries[1]!.position.split(':');
  const query = { day: '2026-11-20', offset: String(Number(offset) + 16), length: '10' };
  assert.equal((await ask('GET /instruments/probe/bytes', { query })).text, '#100\r\n#101');
});

test('what is asked for wrongly is said, and that there is no log', async (t) => {
  const { ask, page } = await scene(t);
  await assert.rejects(page({ from: '2026-11-20:0', before: '2026-11-21:0' }), ParameterError);
  await assert.rejects(page({ search: '0', hex: 'true' }), /not hex text/);
  await assert.rejects(page({ from: '2026-11-20:99999999' }), ParameterError);
  await assert.rejects(page({ link: 'second' }), NotFoundError);
  await assert.rejects(ask('GET /instruments/prob/transcript'), /did you mean 'probe'/);
});
