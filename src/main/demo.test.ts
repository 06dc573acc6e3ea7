import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEMO_FLEET } from '../cli/demo/demo-fleet.ts';
import { instrumentKinds } from '../instruments/find-instrument.ts';
import { SondeProcess, sonde } from './testing/sonde-process.ts';

interface Scene {
  readonly data: string;
  readonly demo: SondeProcess;
  /** A command that finds the demo. */
  sonde(...args: string[]): ReturnType<typeof sonde>;
  start(...args: string[]): SondeProcess;
}

async function inDemo(work: (scene: Scene) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-demo-test-'));
  try {
    const env = { SONDE_RUNTIME_DIR: join(folder, 'sockets') };
    const data = join(folder, 'data');
    await using demo = new SondeProcess(['demo', '--json', '--data', data], env);
    await demo.said(/Sonde's demo is at +http:\/\/127\.0\.0\.1:\d+/);
    await work({
      data,
      demo,
      sonde: (...args) => sonde(args, env),
      start: (...args) => new SondeProcess(args, env),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const addressOf = ({ stderr }: SondeProcess): string => /http:\/\/127\.0\.0\.1:\d+/.exec(stderr)?.[0] ?? '';

const isReached = (address: string): Promise<boolean> =>
  fetch(address).then(
    () => true,
    () => false,
  );

test('the demo has every kind of instrument', () => {
  const kinds = new Set(Object.values(DEMO_FLEET).map(({ kind }) => kind));
  assert.deepEqual(
    instrumentKinds.filter((kind) => !kinds.has(kind)),
    [],
  );
});

test('an instrument that was added to the demo ends with it, port agent and all', { timeout: 60_000 }, () =>
  inDemo(async ({ demo, data, sonde }) => {
    const file = join(data, 'sonde.yaml');
    await appendFile(file, '  mine: { kind: sea_bird.sbe37_smp, link: tcp://127.0.0.1:1 }\n');
    await demo.said(/"instrument":"mine","msg":"the instrument is not reached yet"/);
    const { stdout } = await sonde('status', 'mine', '--json');
    const { pid } = JSON.parse(stdout).port_agents[''];
    await demo.kill('SIGINT');
    assert.throws(() => process.kill(pid, 0), /ESRCH/);
  }),
);

for (const end of ['its reader has gone', 'its terminal was closed'] as const) {
  test(`a demo of which ${end} leaves nothing behind`, { timeout: 60_000 }, () =>
    inDemo(async ({ demo, data, sonde }) => {
      await demo.said(/"stream":/);
      const address = addressOf(demo);
      assert.equal(await isReached(address), true);
      if (end === 'its reader has gone') demo.child.stdout?.destroy();
      else demo.child.kill('SIGHUP');
      assert.equal(await demo.exit(), 0, demo.stderr);
      assert.equal((await sonde('port-agent', 'list', '--data', data, '--json')).stdout, '[]\n');
      assert.equal(await isReached(address), false);
    }),
  );
}

test(
  'the demo answers all that the command line asks of instruments, here and by its address',
  { timeout: 120_000 },
  () =>
    inDemo(async ({ demo, data, sonde, start }) => {
      await Promise.all([
        demo.said(/"instrument":"ctd_12m","stream":"ctd"/),
        demo.said(/"instrument":"velocimeter_field","stream":"velocity"/),
      ]);

      const table = await sonde('status');
      assert.match(table.stdout, /^ctd_12m +autosample .* temp \d.* °C/m);
      const all: { id: string }[] = JSON.parse((await sonde('status', '--json')).stdout);
      assert.deepEqual(all.map(({ id }) => id).sort(), Object.keys(DEMO_FLEET).sort());
      assert.match((await sonde('status', 'ctd_12m', '--server', addressOf(demo))).stdout, /^ +interval +1 /m);

      assert.equal((await sonde('exec', 'ctd_12m', 'stop_autosample')).code, 0);
      const dry = await sonde('set', 'ctd_12m', 'interval=7', '--dry-run');
      assert.match(dry.stdout, /^interval +1 → 7$/m);
      const set = await sonde('set', 'ctd_12m', 'interval=7', 'navg=3', '--json');
      assert.equal(set.code, 0, set.stderr);
      assert.equal(JSON.parse(set.stdout).interval.actual, 7);
      const wrong = await sonde('set', 'ctd_12m', 'interval=0', 'nvag=3');
      assert.equal(wrong.code, 2);
      assert.match(wrong.stderr, /nvag: .*navg(.|\n)*interval: /);
      const got = await sonde('get', 'ctd_12m', 'interval', 'navg', '--json');
      assert.deepEqual(JSON.parse(got.stdout), { interval: 7, navg: 3 });
      const sample = await sonde('exec', 'ctd_12m', 'acquire_sample', '--json');
      assert.equal(typeof JSON.parse(sample.stdout).values.temp, 'number');
      assert.equal((await sonde('discover', 'ctd_12m')).stdout, 'command\n');
      assert.equal((await sonde('exec', 'ctd_12m', 'stop_autosample')).code, 3);

      await using direct = start('direct', 'ctd_12m');
      await direct.said(/Ctrl-\]/);
      assert.match((await sonde('status')).stdout, /^ctd_12m +direct_access .* held by /m);
      direct.child.stdin?.write('NAVG=9\n');
      direct.child.stdin?.write('ds\n');
      await direct.said(/number of samples to average = 9/);
      direct.child.stdin?.end('\x1d');
      assert.equal(await direct.exit(), 0);
      await using piped = start('direct', 'ctd_12m');
      piped.child.stdin?.end('ds\n');
      assert.equal(await piped.exit(), 0);
      assert.match(piped.stdout, /number of samples to average = 3/);
      const restored = await sonde('get', 'ctd_12m', 'navg', '--json');
      assert.deepEqual(JSON.parse(restored.stdout), { navg: 3 });

      assert.equal(await demo.kill('SIGINT'), 0);
      const log = await sonde('log', 'cat', 'ctd_12m', '--data', data);
      assert.match(log.stdout, /> startnow/);
      assert.equal((await sonde('log', 'verify', 'ctd_12m', '--data', data)).code, 0);
    }),
);

test('who holds an instrument keeps others out, and what happens is watched as it happens', { timeout: 60_000 }, () =>
  inDemo(async ({ sonde, start }) => {
    await using watch = start('watch', 'ctd_12m', '--topics', 'samples,event,lock');
    await watch.said(/ctd_12m\/ctd .*temp=/);
    const taken = await sonde('lock', 'take', 'ctd_12m', '--reason', 'calibration', '--for', '1 min');
    const [, key = ''] = /export SONDE_LOCK=(\S+)/.exec(taken.stdout) ?? [];
    assert.notEqual(key, '', taken.stderr);
    await watch.said(/ctd_12m .*calibration/);
    assert.match((await sonde('lock', 'list')).stdout, /^ctd_12m .*calibration/m);
    const refused = await sonde('set', 'ctd_12m', 'interval=5');
    assert.equal(refused.code, 10);
    assert.match(refused.stderr, /calibration/);
    process.env.SONDE_LOCK = key;
    try {
      assert.equal((await sonde('lock', 'release', 'ctd_12m')).stdout, 'ctd_12m is free\n');
    } finally {
      delete process.env.SONDE_LOCK;
    }
    assert.equal((await sonde('lock', 'list')).stdout, 'nobody holds an instrument\n');
    assert.equal(await watch.kill('SIGINT'), 130);
  }),
);
