import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openCatalogue } from '../catalogue/catalogue.ts';
import type { Instrument } from '../definition/instrument.ts';
import { toBytes } from '../kit/bytes.ts';
import { fromMillis } from '../kit/time.ts';
import { compileSieve } from '../sieve/compile-sieve.ts';
import type { InputPiece } from '../sieve/input-piece.ts';
import { readTraffic } from '../simulator/exchanges.ts';
import { tokensOf } from './line-shape.ts';
import { kindNames } from './names.ts';
import { recognise } from './recognise.ts';
import { skeletonOf } from './skeleton.ts';

/** What was said (`> `) and what came (`< `), a line each, so many ms apart. */
const session = (lines: string, step = 500): InputPiece[] =>
  lines
    .trim()
    .split('\n')
    .map((line, i) => ({
      direction: line.startsWith('>') ? ('sent' as const) : ('received' as const),
      bytes: toBytes(JSON.parse(`"${line.slice(2)}"`)),
      time: fromMillis(i * step),
    }));

/** The definition that the skeleton of these findings is. */
async function loaded(
  t: TestContext,
  pieces: readonly InputPiece[],
): Promise<{ source: string; definition: Instrument }> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-recognise-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const source = skeletonOf(kindNames('acme', 'probe'), recognise(pieces).findings);
  await writeFile(join(folder, 'index.ts'), source);
  const none = { kinds: [], loadInstrument: () => Promise.reject(new Error('none')) };
  const { outside, problems } = await openCatalogue(none, ['.'], folder);
  assert.deepEqual(problems, []);
  return { source, definition: outside[0]!.definition };
}

/** A thermometer with a prompt that sends back what is typed. */
const THERMOMETER = session(`
> \\r\\n
< \\r\\nT>
> st\\r\\n
< st\\r\\nTHERMO 1.2\\r\\ninterval = 5 s\\r\\noffset: -0.25\\r\\nidle\\r\\nT>
> read\\r\\n
< read\\r\\nT= 12.50, 3\\r\\nT>
> foo\\r\\n
< foo\\r\\n?what\\r\\nT>
> INTERVAL=2\\r\\n
< INTERVAL=2\\r\\nT>
> go\\r\\n
< go\\r\\n
< T= 12.51, 4\\r\\n
< T=-12.52, 15\\r\\n
< T=  2.53, 6\\r\\n
> halt\\r\\n
< halt\\r\\nT>
> st\\r\\n
< st\\r\\nTHERMO 1.2\\r\\ninterval = 2 s\\r\\noffset: -0.25\\r\\nidle\\r\\nT>
`);

test('line ends, echo, prompt, refusal, commands, parameters and samples of a session are recognised', () => {
  const { findings, fixtures } = recognise(THERMOMETER);
  const { newline, prompt, rejects, echo, wakes, status, commands, parameters, streams } = findings;
  assert.deepEqual(
    { newline, prompt, rejects, echo, wakes, status },
    { newline: '\r\n', prompt: 'T>', rejects: '?what\r\nT>', echo: true, wakes: true, status: 'st' },
  );
  assert.deepEqual(
    commands.map(({ name, sent, to, yields }) => [name, sent, to ?? yields]),
    [
      ['st', 'st', undefined],
      ['acquire_sample', 'read', 'sample'],
      ['start_autosample', 'go', 'autosample'],
      ['stop_autosample', 'halt', 'command'],
    ],
  );
  assert.deepEqual(
    parameters.map(({ name, source }) => `${name} ${source.replace(/\(.*/, '')}`),
    ['interval settable', 'offset real'],
  );
  assert.deepEqual(
    streams.map(({ name, every }) => [name, every]),
    [['sample', 0.5]],
  );
  assert.deepEqual(Object.keys(fixtures), ['st.bin', 'acquire_sample.bin', 'sample.bin']);
});

test('a sample that comes between an empty line and the prompt was not asked for', () => {
  const { commands } = recognise(
    session(`
> read\\r\\n
< T= 12.50, 3\\r\\nT>
> go\\r\\n
> \\r\\n
< T= 12.51, 4\\r\\nT>
> \\r\\n
< T= 12.52, 5\\r\\nT>
> halt\\r\\n
< T>
`),
  ).findings;
  assert.deepEqual(
    commands.map(({ name }) => name),
    ['acquire_sample', 'start_autosample', 'stop_autosample'],
  );
});

test('the skeleton loads, and decodes what was recorded', async (t) => {
  const { definition } = await loaded(t, THERMOMETER);
  const sieve = compileSieve(definition)();
  const received = THERMOMETER.filter(({ direction }) => direction === 'received').map(({ bytes }) => bytes);
  const found = received.flatMap((bytes) => sieve.push(bytes)).map(({ values }) => values);
  assert.deepEqual(found, [
    { t: 12.5, value_2: 3 },
    { t: 12.51, value_2: 4 },
    { t: -12.52, value_2: 15 },
    { t: 2.53, value_2: 6 },
  ]);
});

test('an instrument that only sends lines: words, dates, hexadecimal digits and numbers are told apart', async (t) => {
  const pieces = session(`
< 2026/11/22 10:00:00 CTD 12.5 +1.0E-03 0A1B2C 7\\n
< 2026/11/22 10:00:01 CTD 12.6 -1.5E-03 0A1B2D 8\\n
< 2026/11/22 10:00:02 CTD 12.7 +2.0E-03 0A1B2E 10\\n
`);
  const { definition } = await loaded(t, pieces);
  const sieve = compileSieve(definition)();
  const found = pieces.flatMap(({ bytes }) => sieve.push(bytes)).map(({ values }) => values);
  assert.equal(found.length, 3);
  assert.deepEqual(found[1], {
    date_time: '2026/11/22 10:00:01',
    value_2: 12.6,
    value_3: -0.0015,
    hex: '0A1B2D',
    value_5: 8,
  });
});

test('frames are found by their checksum between other bytes: a Vector from the field', async (t) => {
  const capture = new URL('../instruments/nortek/vector/fixtures/field-2014-10-11.log', import.meta.url).pathname;
  const pieces = await readTraffic(capture);
  const { source, definition } = await loaded(t, pieces);
  assert.match(source, /sync: \[0xa5, 0x10\], length: 24, checksum: wordSum\(0xb58c\)/);
  assert.match(source, /sync: \[0xa5, 0x11\], length: 28, checksum: wordSum\(0xb58c\)/);
  const sieve = compileSieve(definition)();
  for (const { bytes } of pieces) sieve.push(bytes);
  sieve.end();
  assert.deepEqual(sieve.counts.samples, { frame_a5_10: 1440, frame_a5_11: 181 });
});

test('nothing recognisable is nothing, and no guess', () => {
  const noise = Uint8Array.from({ length: 4000 }, (_, i) => (i * i * 31 + i * 7) & 0xff);
  for (const bytes of [noise, toBytes('hello\r\nworld\r\n'), new Uint8Array()]) {
    const { commands, parameters, streams, prompt } = recognise([{ direction: 'received', bytes }]).findings;
    assert.deepEqual([commands, parameters, streams, prompt], [[], [], [], undefined]);
  }
});

test('what never ends, or is much too long, is no line, and soon looked through', { timeout: 10_000 }, () => {
  for (const end of ['', '\r\n', ' ']) {
    const bytes = toBytes(`12.5 ${'7x'.repeat(1_000_000)}${end}`);
    assert.deepEqual(recognise([{ direction: 'received', bytes }]).findings.streams, []);
  }
});

test('a line is taken apart into words and values', () => {
  const parts = tokensOf('#-1.5,3; 05 Feb 2013, 19:16:59 ok').map(({ kind, text }) => `${kind} ${text}`);
  assert.deepEqual(parts, [
    'text #',
    'number -1.5',
    'text ,',
    'number 3',
    'text ;',
    'time 05 Feb 2013, 19:16:59',
    'text ok',
  ]);
});
