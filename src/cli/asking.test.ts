import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { EXIT_CODES } from './exit-codes.ts';
import { cliScene, run } from './test-cli.ts';

let own: Awaited<ReturnType<typeof cliScene>>;
before(async () => {
  // No water is that warm: each sample is an alarm.
  own = await cliScene({ startup: { mode: 'command' }, alerts: { temp: { alarm: [90, 100] } } });
  const { found } = await own.told('summary', ({ state }) => state === 'command');
  const [{ state }] = JSON.parse((await own.sonde('status', '--json')).stdout);
  if (state !== 'command') await found;
});
after(() => own[Symbol.asyncDispose]());
afterEach(() => {
  delete process.env.SONDE_LOCK;
});

test('how all stand is a line each, and one of them a page', async () => {
  const { code, stdout } = await own.sonde('status');
  assert.equal(code, 0);
  assert.match(stdout, /^instrument +state +last sample +trouble +values\nctd +command /);
  const { stdout: one } = await own.sonde('status', 'ctd');
  for (const part of ['kind  ', 'sea_bird.sbe37_smp', 'possible now', 'start_autosample', 'serial_number']) {
    assert.ok(one.includes(part), `${part} in:\n${one}`);
  }
  const remote = await own.sonde('status', 'ctd', '--json', '--server', own.origin);
  assert.equal(JSON.parse(remote.stdout).id, 'ctd');
});

test('parameters are looked at, tried and changed', async () => {
  const preview = await own.sonde('set', 'ctd', 'interval=17', '--dry-run');
  assert.match(preview.stdout, /^interval +\d+ → 17\n$/);
  assert.match((await own.sonde('set', 'ctd', 'interval=17')).stdout, /^interval +17 +\(asked for 17\)\n$/);
  assert.deepEqual(JSON.parse((await own.sonde('get', 'ctd', 'interval', '--json')).stdout), { interval: 17 });
});

test('what is asked for wrongly is told in a sentence each, with the exit code of a wrong input', async () => {
  const wrong: [string[], RegExp][] = [
    [['status', 'ctt'], /^ctt: no such instrument is running; did you mean 'ctd'\?\n$/],
    [['watch', 'ctt'], /^ctt: no such instrument is running/],
    [['watch', '--topics', 'sample'], /no such topic; did you mean 'samples'/],
    [['get', 'ctd', 'intervall'], /^intervall: is not there; did you mean 'interval'\?\n$/],
    [['set', 'ctd', 'interval'], /^interval: must be NAME=VALUE, e\.g\. interval=60\n$/],
    [['set', 'ctd', 'interval=5', 'interval=6'], /^interval: is given more than once\n$/],
    [['set', 'ctd', 'intervall=5', 'navg=many'], /^intervall: .*\nnavg: .*\n$/],
    [['exec', 'ctd', 'aquire_sample'], /^aquire_sample: is no command of sea_bird\.sbe37_smp/],
    [['lock', 'take', 'ctd'], /required option '--reason <text>'/],
    [['lock', 'take', 'ctd', '--reason', 'x', '--for', '1 s'], /must be from 10 s to 24 h/],
    [['alerts', 'ack', ''], /no such alert/],
    [['alerts', 'shelve', 'x', '--for', '30 d'], /must be from 1 min to 7 d/],
    [['alerts', 'comment', 'x'], /required option '--comment <text>'/],
    [['mission', 'run', 'nothing'], /there is no mission 'nothing'/],
    [['mission', 'check', '/no/such/file'], /\/no\/such\/file: cannot be read/],
    [['status', '--server', 'ship:8100'], /--server: 'ship:8100' must be an address such as http:/],
    [['status', '--server', own.origin, '--token-file', '/no/such/file'], /--token-file: cannot be read/],
  ];
  for (const [args, message] of wrong) {
    const { code, stdout, stderr } = await own.sonde(...args);
    assert.match(stderr, message, args.join(' '));
    assert.deepEqual([code, stdout], [EXIT_CODES.parameter, ''], args.join(' '));
  }
});

test('a token or a key that cannot be one is told before anything is sent', async () => {
  process.env.SONDE_LOCK = 'two\nlines';
  const key = await own.sonde('exec', 'ctd', 'acquire_sample');
  assert.deepEqual([key.code, key.stderr], [2, "SONDE_LOCK: must be a key as 'sonde lock take' prints it\n"]);
  const file = join(own.folder, 'token');
  await writeFile(file, 'one two\n');
  const token = await own.sonde('status', '--server', own.origin, '--token-file', file);
  assert.deepEqual(
    [token.code, token.stderr],
    [2, '--token-file: must hold a token and nothing else, such as sonde_…\n'],
  );
  await writeFile(file, 'sonde_nobody\n');
  const stranger = await own.sonde('status', '--server', own.origin, '--token-file', file);
  assert.equal(stranger.code, EXIT_CODES.login_required);
  assert.match(stranger.stderr, /there is no such token/);
});

test('a sample that was asked for is shown as a table, and as JSON', async () => {
  assert.match((await own.sonde('exec', 'ctd', 'acquire_sample')).stdout, /^temp +\d+\.\d+\nconductivity +\d/);
  const { stdout } = await own.sonde('exec', 'ctd', 'acquire_sample', '--json');
  assert.equal(typeof JSON.parse(stdout).values.temp, 'number');
});

test('a command that is broken off here is broken off there', async () => {
  const { found: begun } = await own.told('job', ({ command, state }) => command === 'test' && state === 'running');
  const { found: over } = await own.told('job', ({ command, state }) => command === 'test' && state === 'cancelled');
  const { ended } = run('exec', 'ctd', 'test');
  await begun;
  process.emit('SIGINT', 'SIGINT');
  assert.equal((await ended).code, 130);
  await over;
});

test('who holds an instrument uses it with the key, and nobody else', async () => {
  const taken = await own.sonde('lock', 'take', 'ctd', '--reason', 'calibration');
  const [, key = ''] = /^export SONDE_LOCK=(\S+)\n$/m.exec(taken.stdout) ?? [];
  const refused = await own.sonde('set', 'ctd', 'interval=11');
  assert.equal(refused.code, EXIT_CODES.locked);
  assert.match(refused.stderr, /calibration/);
  assert.match((await own.sonde('lock')).stdout, /^ctd .* calibration /);
  process.env.SONDE_LOCK = key;
  assert.equal((await own.sonde('set', 'ctd', 'interval=11')).code, 0);
  assert.equal((await own.sonde('lock', 'release', 'ctd')).stdout, 'ctd is free\n');
  delete process.env.SONDE_LOCK;
  assert.equal((await own.sonde('lock', 'list')).stdout, 'nobody holds an instrument\n');
});

test('an alert is found by the beginning of its id, and answered', async () => {
  const { found } = await own.told('alert', ({ kind }) => kind === 'value');
  await own.sonde('exec', 'ctd', 'acquire_sample');
  const before: { id: string; kind: string }[] = JSON.parse((await own.sonde('alerts', 'list', '--json')).stdout);
  if (!before.some(({ kind }) => kind === 'value')) await found;
  const [alert] = JSON.parse((await own.sonde('alerts', '--json')).stdout) as { id: string; text: string }[];
  assert.ok(alert);
  const id = alert.id.slice(0, 8);
  const text = (word: string) => new RegExp(`^${word}: `);
  assert.match((await own.sonde('alerts', 'ack', id)).stdout, text('acknowledged'));
  assert.match((await own.sonde('alerts')).stdout, /acknowledged by \S+ sonde alerts/);
  assert.match((await own.sonde('alerts', 'shelve', id, '--for', '2 h')).stdout, text('shelved'));
  assert.match((await own.sonde('alerts', 'comment', id, '--comment', 'the pump')).stdout, text('commented'));
  assert.match((await own.sonde('alerts', 'clear', id)).stdout, text('cleared'));
  assert.match((await own.sonde('alerts', '--rules')).stdout, /^ctd +alarm +value +ctd\.temp /m);
});

test('a mission is checked, kept, begun and looked at', async () => {
  const file = join(own.folder, 'morning.yaml');
  await writeFile(file, 'title: Morning\nsteps:\n  - set: { ctd: { intervall: 10 } }\n');
  const wrong = await own.sonde('mission', 'check', file);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /:3:.*did you mean 'interval'/);
  await writeFile(file, 'title: Morning\nsteps:\n  - set: { ctd: { interval: 10 } }\n');
  assert.match((await own.sonde('mission', 'check', file)).stdout, /^1\. /);
  assert.equal((await own.sonde('mission', 'save', 'morning', file)).stdout, 'morning is kept\n');
  assert.match((await own.sonde('mission')).stdout, /^morning +Morning +1 step\n$/);
  const { found } = await own.told('mission', ({ state }) => state === 'done');
  const { id } = JSON.parse((await own.sonde('mission', 'run', 'morning', '--json')).stdout);
  await found;
  assert.match((await own.sonde('mission', 'status')).stdout, / done +1 of 1 steps /);
  assert.match((await own.sonde('mission', 'status', id)).stdout, /^morning: done\n +1\. +done /);
  assert.equal((await own.sonde('mission', 'remove', 'morning')).stdout, 'morning is forgotten\n');
});

test('what happens is a line each, as it happens, until it is enough', async () => {
  const { stdout, ended } = run('watch', 'ctd', '--json', '--topics', 'event,parameters');
  for (let interval = 20; stdout.text === ''; interval++) await own.sonde('set', 'ctd', `interval=${interval}`);
  process.emit('SIGINT', 'SIGINT');
  assert.equal((await ended).code, 130);
  for (const line of stdout.text.trim().split('\n')) {
    assert.ok(['event', 'parameters'].includes(JSON.parse(line).topic), line);
  }
});

test('two programs that run an instrument of the same name are told apart by their addresses', async () => {
  const sockets = process.env.SONDE_RUNTIME_DIR ?? '';
  await symlink(join(sockets, `${process.pid}.sock`), join(sockets, 'again.sock'));
  const { code, stderr } = await own.sonde('get', 'ctd');
  assert.equal(code, 2);
  assert.equal(stderr, 'ctd: is run by 2 programs here; name one by --server, or stop all but one\n');
  assert.equal((await own.sonde('get', 'ctd', 'interval', '--server', own.origin)).code, 0);
});
