import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { vector } from '../instruments/nortek/vector/index.ts';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { toBytes } from '../kit/bytes.ts';
import { ConfigError } from '../kit/errors.ts';
import { fromIso } from '../kit/time.ts';
import { encodePacket } from '../packet/codec.ts';
import { dcl, PowerFailure, scene } from './test-import.ts';

const FIXTURES = join(import.meta.dirname, '../instruments/nortek/vector/fixtures');
/** OOI's own capture of a Vector by a DCL, and its samples: see the README beside it. */
const CAPTURE = join(FIXTURES, 'field-2014-10-11.log');

test("a capture of the field gives the samples that OOI made of it, and is the instrument's own log then", async (t) => {
  const { run, rows, logged } = await scene(t, vector);
  const { counts, samples } = await run([CAPTURE]);
  const text = gunzipSync(await readFile(join(FIXTURES, 'field-2014-10-11.expected.jsonl.gz'))).toString();
  const expected = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const velocity = expected.filter(({ stream }) => stream === 'vel3d_cd_velocity_data');
  assert.deepEqual(samples, { ...samples, velocity: velocity.length });
  assert.equal(counts.files, 1);
  assert.deepEqual(Object.keys(await logged()), ['2014-10-11']);
  const names = Object.keys(velocity[0].values).filter((name) => typeof velocity[0].values[name] === 'number');
  assert.deepEqual(
    (await rows(names.join(', '), 'velocity')).map((row) => row.map(Number)),
    velocity.map(({ values }) => names.map((name) => values[name])),
  );
});

/** The n-th minute after noon of a day, and an SBE 37's line with that number. */
const minute = (day: string, n: number): readonly [string, string] => [
  `${day}T12:${String(n % 60).padStart(2, '0')}:00.000Z`,
  `#12.3456, 3.45678, ${n}.000`,
];
const minutes = (day: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => minute(day, from + i));

async function archive(t: Parameters<typeof scene>[0]) {
  const made = await scene(t, sbe37Smp);
  const files = [
    await made.file('a.log', dcl(minutes('2014-01-01', 1, 5))),
    await made.file('b.log.gz', gzipSync(dcl([...minutes('2014-01-01', 6, 8), ...minutes('2014-01-02', 1, 4)]))),
    await made.file('c.log', dcl([...minutes('2014-01-02', 5, 6), ...minutes('2014-01-03', 1, 2)])),
  ];
  return { ...made, files };
}

const EVERY = [8, 6, 2].flatMap((count, day) =>
  Array.from({ length: count }, (_, n) => [`2014-01-0${day + 1} 12:0${n + 1}:00`, n + 1]),
);

test('broken off at any moment, the same import goes on: nothing is missing, nothing comes twice', async (t) => {
  const whole = await archive(t);
  await whole.run(whole.files);
  const log = await whole.logged();
  assert.deepEqual(await whole.rows('time::VARCHAR, pressure', 'ctd'), EVERY);
  for (const when of ['before', 'behind'] as const) {
    for (let failing = 1, more = true; more; failing++) {
      const { run, files, rows, logged } = await archive(t);
      more = await run(files, failing, when).then(
        () => false,
        (error) => {
          assert.ok(error instanceof PowerFailure, error.stack);
          return true;
        },
      );
      await run(files);
      assert.deepEqual(await logged(), log, `failing ${when} entry ${failing}`);
      assert.deepEqual(await rows('time::VARCHAR, pressure', 'ctd'), EVERY, `failing ${when} entry ${failing}`);
    }
  }
});

test('the same files a second time are known; more of them go on behind', async (t) => {
  const { run, files, rows } = await archive(t);
  const [a, b, c] = files;
  await run([b!, a!]);
  const { counts } = await run([a!, b!, c!]);
  assert.deepEqual([counts.known, counts.files], [2, 1]);
  assert.deepEqual(await rows('time::VARCHAR, pressure', 'ctd'), EVERY);
  assert.equal((await run([c!])).counts.packets, 0);
});

test('what two files hold is kept once, and what goes back in time is counted', async (t) => {
  const { run, file, rows } = await scene(t, sbe37Smp);
  const a = await file('a.log', dcl(minutes('2014-01-01', 1, 20)));
  const b = await file('b.log', dcl([...minutes('2014-01-01', 11, 20), ...minutes('2014-01-01', 25, 29)]));
  const c = await file('c.log', dcl([minute('2014-01-01', 28), minute('2014-01-01', 27), minute('2014-01-01', 30)]));
  const { counts } = await run([a, b, c]);
  assert.deepEqual([counts.repeated, counts.backwards], [12, 0]);
  assert.deepEqual(
    (await rows('pressure', 'ctd')).flat(),
    [...minutes('', 1, 20), ...minutes('', 25, 30)].map((_, i) => (i < 20 ? i + 1 : i + 5)),
  );
});

test('files that cannot be imported are all named before anything is written', async (t) => {
  const { run, file, root } = await scene(t, sbe37Smp);
  const good = await file('good.log', dcl(minutes('2014-01-01', 1, 2)));
  const raw = await file('raw.dat', '#12.3456, 3.45678, 1.000\r\n');
  const empty = await file('empty.log', '');
  await assert.rejects(run([good, raw, empty]), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.deepEqual(
      error.issues.map(({ name }) => name),
      [raw, empty],
    );
    return true;
  });
  await assert.rejects(run([good, join(root, 'nowhere')]), /nowhere: cannot be read/);
});

test('a day that is logged already is left as it is: files that begin on it are refused, later lines left out', async (t) => {
  const { run, file, logged } = await scene(t, sbe37Smp);
  await run([await file('a.log', dcl([...minutes('2014-01-02', 1, 2), ...minutes('2014-01-03', 1, 2)]))]);
  const before = await logged();
  const again = await file('b.log', dcl(minutes('2014-01-02', 5, 6)));
  await assert.rejects(run([again]), /b\.log: begins on 2014-01-02, a day that is in the log already/);
  const earlier = await file('c.log', dcl([...minutes('2014-01-01', 1, 2), ...minutes('2014-01-02', 7, 8)]));
  const { counts } = await run([earlier]);
  assert.deepEqual([...counts.leftOut], [['2014-01-02', 2]]);
  assert.deepEqual(Object.keys(await logged()), ['2014-01-01', '2014-01-02', '2014-01-03']);
  assert.equal((await logged())['2014-01-02'], before['2014-01-02']);
});

test('the log of an older port agent becomes one of the newest, with all its packets', async (t) => {
  const { run, file, logged } = await scene(t, sbe37Smp);
  const time = fromIso('2014-01-01T12:00:00Z');
  const packet = (type: Parameters<typeof encodePacket>[0], text: string) => encodePacket(type, toBytes(text), time);
  const data = packet('DATA_FROM_INSTRUMENT', '#12.3456, 3.45678, 1.000\r\n');
  // In the older table 7 is the heartbeat, and 6 a command to the instrument: packet/types.ts.
  const older = await file(
    'x.datalog',
    Buffer.concat([packet('DIGI_CMD', ''), data, packet('PORT_AGENT_CONFIG', 'break 500')]),
  );
  await run([older]);
  const expected = [packet('HEARTBEAT', ''), data, packet('PORT_AGENT_COMMAND', 'break 500')];
  assert.deepEqual(await logged(), { '2014-01-01': Buffer.concat(expected).toString('hex') });
});
