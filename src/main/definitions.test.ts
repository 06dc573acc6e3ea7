import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { probeSource } from '../catalogue/test-definitions.ts';
import { SondeProcess, sonde } from './testing/sonde-process.ts';

async function place(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-definitions-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

const config = (kind: string) => `
definitions: ./mine
instruments:
  probe: { kind: ${kind}, link: 'tcp://127.0.0.1:4001', startup: { parameters: { interval: 5 } } }
`;

test('a configuration names kinds that are described beside it', async (t) => {
  const folder = await place(t, {
    'mine/probe/index.ts': probeSource('acme.probe'),
    'sonde.yaml': config('acme.probe'),
    'wrong.yaml': config('acme.probe').replace('interval: 5', 'interval: 50'),
  });
  const right = await sonde(['config', 'check', join(folder, 'sonde.yaml')]);
  assert.equal(right.code, 0, right.stderr);
  assert.match(right.stdout, /probe: acme\.probe at tcp:.*\n {2}interval = 5/);
  const wrong = await sonde(['config', 'check', join(folder, 'wrong.yaml')]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /wrong\.yaml:4:.*interval: 50 is not a whole number from 1 to 9/);
});

test('where a kind is not known because its definition is broken, both are told; another kind only warns of it', async (t) => {
  const folder = await place(t, {
    'mine/probe/index.ts': probeSource('acme.probe').replace("ask: 'status'", "ask: 'stauts'"),
    'mine/other/index.ts': probeSource('acme.other'),
    'broken.yaml': config('acme.probe'),
    'other.yaml': config('acme.other'),
  });
  const broken = await sonde(['config', 'check', join(folder, 'broken.yaml')]);
  assert.equal(broken.code, 2);
  assert.match(broken.stderr, /broken\.yaml:4:\d+: .*'acme\.probe' is not known/);
  assert.match(broken.stderr, /mine\/probe\/index\.ts:3: definition: .*command 'stauts' is not there/s);
  const other = await sonde(['config', 'check', join(folder, 'other.yaml')]);
  assert.equal(other.code, 0, other.stderr);
  assert.match(other.stderr, /"level":40.*mine\/probe\/index\.ts:3.*definition left out/);
});

test('commands that take a kind take a definition from outside: by its kind, and by its place', async (t) => {
  const folder = await place(t, {
    'mine/probe/index.ts': probeSource('acme.probe'),
    'capture.txt': 'T=1.500\r\nT=-2.25\r\n',
  });
  const [mine, capture] = [join(folder, 'mine'), join(folder, 'capture.txt')];
  const byKind = await sonde(['decode', 'acme.probe', capture, '--definitions', mine, '--format', 'csv']);
  assert.equal(byKind.code, 0, byKind.stderr);
  assert.match(byKind.stdout, /,point,ok,1\.5\n.*,point,ok,-2\.25\n/);
  const byPlace = await sonde(['decode', mine, capture, '--format', 'csv']);
  assert.equal(byPlace.stdout.split('\n').length, byKind.stdout.split('\n').length);
  const unknown = await sonde(['decode', 'acme.prob', capture, '--definitions', mine]);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /acme\.prob: no such kind of instrument; did you mean 'acme\.probe'/);

  await using simulator = new SondeProcess(['simulate', mine, '--tcp', '0']);
  await simulator.said(/Probe at tcp:\/\/127\.0\.0\.1:\d+/);
});

test('a configuration names an npm package beside it', async (t) => {
  const folder = await place(t, {
    'node_modules/acme-sondes/package.json': '{"name":"acme-sondes","type":"module","exports":"./index.js"}',
    'node_modules/acme-sondes/index.js': probeSource('acme.probe'),
    'sonde.yaml': config('acme.probe').replace('./mine', '[acme-sondes]'),
    'missing.yaml': config('acme.probe').replace('./mine', 'acme-things'),
  });
  const right = await sonde(['config', 'check', join(folder, 'sonde.yaml')]);
  assert.equal(right.code, 0, right.stderr);
  const missing = await sonde(['config', 'check', join(folder, 'missing.yaml')]);
  assert.equal(missing.code, 2);
  assert.match(missing.stderr, /acme-things: import: Cannot find package 'acme-things'/);
});
