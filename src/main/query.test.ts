import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fromIso } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import type { StreamFacts } from '../store/day-metadata.ts';
import { testArchive } from '../store/test-archive.ts';
import { facts, sample } from '../store/test-samples.ts';
import { numberedDevice } from './testing/numbered-device.ts';
import { ownCommand } from './testing/own-command.ts';
import { SondeProcess, sonde } from './testing/sonde-process.ts';

const STREAM: StreamFacts = {
  ...facts,
  fields: {
    temp: { title: 'Temperature', unit: 'degree_Celsius', type: 'number' },
    note: { title: 'Note', type: 'text' },
  },
  flags: { temp_qc: { field: 'temp' } },
};

/** A sample a minute, the first at noon; the third has failed its test, and its note needs quotes. */
const series = (count: number): Sample[] =>
  Array.from({ length: count }, (_, n) => {
    const time = fromIso('2026-01-01T12:00:00Z') + BigInt(n) * 60_000_000_000n;
    const values = { temp: n === 2 ? 99 : 10 + n / 4, note: n === 2 ? 'a "b", c' : null };
    return { ...sample(n), time, times: { port: time, driver: time }, values, flags: { temp_qc: n === 2 ? 4 : 1 } };
  });

/** `sonde query` of stored samples, where nothing runs. */
async function scene(t: TestContext, count: number) {
  const { add, data } = await testArchive(t);
  await add(series(count), STREAM);
  const env = { SONDE_RUNTIME_DIR: join(data, 'control') };
  return { data, env, query: (...args: string[]) => sonde(['query', ...args, '--data', data], env) };
}

test('what is stored is listed: streams, their days, rows and fields', async (t) => {
  const { query } = await scene(t, 5);
  const { stdout } = await query('ctd_12m');
  assert.match(stdout, /^instrument +stream +first day +last day +days +rows +size\n/);
  assert.match(stdout, /^ctd_12m +ctd +2026-01-01 +2026-01-01 +1 +5 +\d\.\d\d kB\n/m);
  assert.match(stdout, /^ctd +temp +degree_Celsius +number +Temperature\n/m);
  const [line] = (await query('--json')).stdout.split('\n');
  const { instrument, stream, days } = JSON.parse(line!);
  assert.deepEqual([instrument, stream, days[0].rows], ['ctd_12m', 'ctd', 5]);
});

test('a table has units, and says which values have failed', async (t) => {
  const { query } = await scene(t, 5);
  const { stdout, stderr, code } = await query('ctd_12m', 'ctd', '--latest', '3');
  assert.deepEqual([stderr, code], ['', 0]);
  assert.deepEqual(
    stdout.split('\n').map((line) => line.split(/ {2,}/)),
    [
      ['time', 'temp', 'note', 'quality', 'doubts'],
      ['', 'degree_Celsius'],
      ['2026-01-01T12:02:00.000Z', '99', 'a "b", c', 'ok', 'temp failed'],
      ['2026-01-01T12:03:00.000Z', '10.75', '-', 'ok'],
      ['2026-01-01T12:04:00.000Z', '11', '-', 'ok'],
      [''],
    ],
  );
});

test('CSV and JSON lines hold what is asked for', async (t) => {
  const { query } = await scene(t, 5);
  const csv = await query('ctd_12m', 'ctd', '--from', '2026-01-01T12:01Z', '--every', '2', '--format', 'csv');
  assert.equal(
    csv.stdout,
    'time,temp,note,quality,temp_qc\n2026-01-01T12:01:00.000Z,10.25,,ok,1\n2026-01-01T12:03:00.000Z,10.75,,ok,1\n',
  );
  const json = await query('ctd_12m', 'ctd', '--to', '2026-01-01T12:01Z', '--fields', 'temp', '--json');
  const { time, values, flags, log } = JSON.parse(json.stdout);
  assert.deepEqual(
    { time, values, flags, log },
    {
      time: '2026-01-01T12:00:00.000Z',
      values: { temp: 10 },
      flags: { temp_qc: 1 },
      log: { day: '2026-01-01', offset: 0, length: 24 },
    },
  );
});

test('buckets hold least, mean and greatest, on demand without what has failed', async (t) => {
  const { query } = await scene(t, 5);
  const asked = ['ctd_12m', 'ctd', '--buckets', '2', '--without-failed', '--format', 'csv'];
  const stretch = ['--from', '2026-01-01T12:00Z', '--to', '2026-01-01T12:08Z'];
  assert.equal(
    (await query(...asked, ...stretch)).stdout,
    'time,rows,temp_min,temp_mean,temp_max,temp_count\n' +
      '2026-01-01T12:00:00.000Z,4,10,10.333333333333334,10.75,3\n2026-01-01T12:04:00.000Z,1,11,11,11,1\n',
  );
});

test('what is not there, or not possible, is said', async (t) => {
  const { query } = await scene(t, 1);
  const said = async (...args: string[]) => {
    const { code, stderr } = await query(...args);
    return `${code} ${stderr}`;
  };
  assert.match(await said('ctd_12'), /^2 ctd_12: no such instrument with samples; did you mean 'ctd_12m'\?/);
  assert.match(await said('ctd_12m', 'ctd', '--fields', 'tmp,nte'), /^2 tmp: .*'temp'\?\nnte: .*'note'\?/);
  assert.match(await said('ctd_12m', '--latest'), /^2 stream: name an instrument and a stream; there are: ctd_12m ctd/);
  assert.match(await said('ctd_12m', 'ctd', '--latest', '--buckets', '2'), /^2 .*cannot be used with/);
  assert.match(await said('ctd_12m', 'ctd', '--from', '-6x'), /^2 .*'6x' is not a duration/);
  assert.match(await said('ctd_12m', 'ctd', '--format', 'csv', '--json'), /^2 .*cannot be used with/);
  const extent = 'no such samples; ctd_12m ctd has days from 2026-01-01 to 2026-01-01';
  assert.equal(await said('ctd_12m', 'ctd', '--from', '2027-01-01'), `0 ${extent}\n`);
});

test('a reader that has seen enough ends it quietly', async (t) => {
  const { data, env } = await scene(t, 30_000);
  const [program = '', ...first] = ownCommand;
  const args = [...first, 'query', 'ctd_12m', 'ctd', '--from', '2026-01-01', '--format', 'csv', '--data', data];
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.once('close', resolve));
  assert.deepEqual([code, stderr], [0, '']);
});

test('what a running program holds in memory is shown: it is asked to write it first', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-query-'));
  const data = join(folder, 'data');
  const env = { SONDE_RUNTIME_DIR: join(folder, 'control') };
  await using device = await numberedDevice(20);
  const config = join(folder, 'sonde.yaml');
  const instruments = `{ ctd: { kind: sea_bird.sbe37_smp, link: 'tcp://127.0.0.1:${device.port}' } }`;
  await writeFile(config, `data: ${data}\ninstruments: ${instruments}\noutputs: { parquet: { every: 1 h } }\n`);
  await using run = new SondeProcess(['run', '-c', config, '--json'], env);
  t.after(async () => {
    await sonde(['port-agent', 'stop', 'ctd', '--data', data], env);
    await rm(folder, { recursive: true, force: true });
  });
  await run.said(/"msg":"running"/);
  await run.said(/"pressure":3[^\d]/);
  const { stdout } = await sonde(['query', 'ctd', 'ctd', '-c', config, '--from', '-1h', '--limit', '3', '--json'], env);
  const numbers = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).values.pressure);
  assert.deepEqual(numbers, [1, 2, 3]);
  await run.kill('SIGTERM');
});
