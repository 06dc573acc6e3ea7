import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sonde } from './testing/sonde-process.ts';

const FIXTURES = fileURLToPath(new URL('../instruments/nortek/vector/fixtures/', import.meta.url));
const CAPTURE = join(FIXTURES, 'field-first-records.log');

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-cli-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('help names every command and says what the exit codes mean', async () => {
  const { code, stdout } = await sonde(['--help']);
  assert.equal(code, 0);
  for (const word of [
    'demo',
    'run',
    'port-agent',
    'simulate',
    'decode',
    'log',
    'get',
    'set',
    'exec',
    'discover',
    'direct',
    'new',
    'record',
    'check',
    'reload',
  ]) {
    assert.match(stdout, new RegExp(`^ {2}${word} `, 'm'));
  }
  assert.match(stdout, /Exit codes: 0 done/);
});

test('an unknown command is a usage error that hints at the right one', async () => {
  const { code, stderr } = await sonde(['decod']);
  assert.equal(code, 2);
  assert.match(stderr, /Did you mean decode/);
});

test('an unknown kind is a sentence, not a stack trace', async () => {
  const { code, stderr } = await sonde(['decode', 'nortek.vektor', CAPTURE]);
  assert.equal(code, 2);
  assert.match(stderr, /nortek\.vector/);
  assert.doesNotMatch(stderr, /\n +at /);
});

test('a file that is not there is named', async () => {
  const { code, stderr } = await sonde(['decode', 'nortek.vector', '/no/such/file']);
  assert.equal(code, 2);
  assert.match(stderr, /\/no\/such\/file/);
});

test('decode prints samples as JSON lines and a summary on stderr', async () => {
  const { code, stdout, stderr } = await sonde(['decode', 'nortek.vector', CAPTURE, '--input', 'raw']);
  assert.equal(code, 0);
  const streams = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).stream);
  assert.deepEqual(
    Object.fromEntries(
      Map.groupBy(streams, (name) => name)
        .entries()
        .map(([name, all]) => [name, all.length]),
    ),
    {
      header: 1,
      system: 3,
      velocity: 8,
    },
  );
  assert.match(stderr, /velocity +8 +samples/);
  assert.match(stderr, /unmatched +\d+ +of 1540 bytes/);
});

test('decode prints OOI particles under their OOI names', async () => {
  const { stdout } = await sonde(['decode', 'nortek.vector', CAPTURE, '--format', 'ooi', '--input', 'raw']);
  const [first] = stdout.split('\n').map((line) => line && JSON.parse(line));
  assert.equal(first.stream_name, 'vel3d_cd_data_header');
  assert.equal(first.quality_flag, 'ok');
  assert.ok(
    first.values.some(
      ({ value_id, value }: { value_id: string; value: unknown }) =>
        value_id === 'date_time_string' && value === '2014-10-11 00:29:28',
    ),
  );
});

test('decode derives values for a place, with the coefficients that the instrument shows', async () => {
  const cast = fileURLToPath(new URL('../instruments/sea_bird/fixtures/cast-6398.hex', import.meta.url));
  const { stdout } = await sonde(['decode', 'sea_bird.sbe19plus_v2', cast, '--position', '47.6,-122.4']);
  const sample = JSON.parse(stdout.split('\n')[1] ?? '');
  // What Sea-Bird's own program makes of the first scan: cast-6398.cnv.
  assert.equal(sample.values.sea_water_temperature.toFixed(4), '26.7656');
  assert.match(sample.calibration, /^2018-07-28-/);
  assert.equal(typeof sample.values.absolute_salinity, 'number');
});

test('decode prints CSV with one header', async () => {
  const { stdout } = await sonde(['decode', 'nortek.vector', CAPTURE, '--format', 'csv']);
  const rows = stdout.trim().split('\n');
  assert.equal(rows.length, 13);
  assert.ok(rows[0]?.startsWith('time,stream,quality,'));
});

test('run without a configuration says how to write one', async () => {
  const { code, stderr } = await sonde(['run']);
  assert.equal(code, 2);
  assert.match(stderr, /instruments:\n/);
});

test('every error of a configuration is told with its line', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'sonde.yaml');
    await writeFile(file, 'instruments:\n  ctd:\n    kind: sea_bird.sbe37\n    link: tcp://nowhere\n    colour: red\n');
    const { code, stderr } = await sonde(['config', 'check', file]);
    assert.equal(code, 2);
    assert.match(stderr, /sonde\.yaml:5:5: instruments\.ctd\.colour/);
    await writeFile(file, 'instruments:\n  ctd:\n    kind: sea_bird.sbe37_smb\n    link: tcp://nowhere\n');
    const again = await sonde(['config', 'check', file]);
    assert.match(again.stderr, /sonde\.yaml:3:5: instruments\.ctd\.kind: .*did you mean 'sea_bird\.sbe37_smp'/);
    assert.match(again.stderr, /sonde\.yaml:4:5: instruments\.ctd\.link/);
  }));

test('a configuration that is right is told with what is tested, and what lacks a position', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'sonde.yaml');
    const ctd = '{ kind: sea_bird.sbe37_smp, link: tcp://127.0.0.1:1, quality: { temp: { spike: { fail: 1 } } }';
    await writeFile(file, `instruments:\n  ctd: ${ctd} }\n`);
    const without = await sonde(['config', 'check', file]);
    assert.equal(without.code, 0, without.stderr);
    assert.match(without.stdout, /ctd\.temp: gross_range, spike\n/);
    assert.match(without.stdout, /without a position these stay empty: ctd\.absolute_salinity, .*ctd\.depth\n/);
    await writeFile(file, `instruments:\n  ctd: ${ctd}, position: { latitude: 60, longitude: 5 } }\n`);
    const placed = await sonde(['config', 'check', file]);
    assert.doesNotMatch(placed.stdout, /without a position/);
  }));

test('a log file that is not there is named', async () => {
  for (const command of ['cat', 'verify']) {
    const { code, stderr } = await sonde(['log', command, '/no/such/2026-01-01.datalog']);
    assert.equal(code, 2);
    assert.equal(stderr, '/no/such/2026-01-01.datalog: there is no such file\n');
  }
});

test('a live view is not drawn where there is no terminal', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'sonde.yaml');
    await writeFile(file, 'instruments:\n  ctd:\n    kind: sea_bird.sbe37_smp\n    link: tcp://127.0.0.1:1\n');
    const { code, stderr, stdout } = await sonde(['run', '-c', file, '--live']);
    assert.equal(code, 2);
    assert.match(stderr, /--live needs a terminal/);
    assert.equal(stdout, '');
  }));

test('start-up values and scheduled commands that the kind does not know are found before anything runs', () =>
  inFolder(async (folder) => {
    const file = join(folder, 'sonde.yaml');
    await writeFile(
      file,
      `instruments:
  ctd:
    kind: sea_bird.sbe37_smp
    link: tcp://127.0.0.1:4001
    startup: { parameters: { intervall: 60, navg: many } }
    schedule: { clock_sink: { every: 6 h } }
`,
    );
    const { code, stderr } = await sonde(['config', 'check', file]);
    assert.equal(code, 2);
    assert.match(stderr, /:5:\d+: instruments\.ctd\.startup\.parameters\.intervall: .*did you mean 'interval'/);
    assert.match(stderr, /:5:\d+: instruments\.ctd\.startup\.parameters\.navg: /);
    assert.match(stderr, /:6:\d+: instruments\.ctd\.schedule\.clock_sink: .*did you mean 'clock_sync'/);
  }));

test('asking for an instrument when nothing runs says what to start', () =>
  inFolder(async (folder) => {
    const { code, stderr } = await sonde(['get', 'ctd'], { SONDE_RUNTIME_DIR: folder });
    assert.equal(code, 4);
    assert.match(stderr, /sonde run/);
  }));
