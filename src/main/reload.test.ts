import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { probeSource } from '../catalogue/test-definitions.ts';
import { SondeProcess, sonde } from './testing/sonde-process.ts';

/** A configuration with a definition of its own, and a simulator of that. */
async function place(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-reload-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  const file = join(folder, 'mine/probe/index.ts');
  await mkdir(join(folder, 'mine/probe'), { recursive: true });
  await writeFile(file, probeSource('acme.probe'));
  const env = { SONDE_RUNTIME_DIR: join(folder, 'sockets') };
  const simulator = new SondeProcess(['simulate', join(folder, 'mine'), '--tcp', '0', '--streaming', '--json'], env);
  t.after(() => simulator[Symbol.asyncDispose]());
  await simulator.said(/"link":"tcp:/);
  const { link } = JSON.parse(simulator.stdout.split('\n')[0] ?? '');
  const config = {
    data: join(folder, 'data'),
    definitions: './mine',
    instruments: { probe: { kind: 'acme.probe', link, startup: { parameters: { interval: 1 } } } },
  };
  await writeFile(join(folder, 'sonde.yaml'), JSON.stringify(config));
  return { folder, file, env };
}

const changed = probeSource('acme.probe')
  .replace("unit: 'degree_Celsius'", "unit: 'K', title: 'Warmth'")
  .replace("'Probe'", "'Probe 2'");

test('a changed definition is taken while the instrument streams: no sample is lost, none is doubled', async (t) => {
  const { folder, file, env } = await place(t);
  await using run = new SondeProcess(['run', '-c', join(folder, 'sonde.yaml'), '--json', '--stop-port-agents'], env);
  await run.said(/"stream":"point"/);

  await writeFile(file, changed.replace("ask: 'status'", "ask: 'stauts'"));
  await run.said(/changed definition is not taken/);
  assert.match(run.stderr, /index\.ts:3: definition: .*command 'stauts' is not there/);
  assert.equal((await sonde(['reload', 'probe'], env)).code, 2);

  await writeFile(file, changed);
  await run.said(/"msg":"definition read anew"/);
  const asked = await sonde(['reload', 'probe'], env);
  assert.equal(asked.code, 0, asked.stderr);
  assert.match(asked.stdout, /probe +acme\.probe was read anew/);
  const before = run.stdout.trim().split('\n').length;
  while (run.stdout.trim().split('\n').length < before + 2)
    await new Promise((resolve) => run.child.stdout?.once('data', resolve));
  assert.equal(await run.kill('SIGTERM'), 0);

  const [log = ''] = run.stdout.match(/"day":"[^"]+"/) ?? [];
  const day = log.slice(7, -1);
  const sent =
    readFileSync(join(folder, 'data/probe/log', `${day}.datalog`), 'latin1').match(/T=-?\d+\.\d+\r\n/g) ?? [];
  const samples = run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.ok(samples.length >= 3);
  assert.deepEqual(
    samples.map(({ values }) => values.temp),
    sent.slice(0, samples.length).map((line) => Number(line.slice(2))),
  );
  assert.ok(sent.length - samples.length <= 1, 'all that was logged was decoded');
});

test('a definition that is part of the program is not read anew', async (t) => {
  const { folder, env } = await place(t);
  const config = `
data: ${join(folder, 'data')}
instruments:
  ctd: { kind: sea_bird.sbe37_smp, attach: 'tcp://127.0.0.1:1' }
`;
  await writeFile(join(folder, 'own.yaml'), config);
  await using run = new SondeProcess(['run', '-c', join(folder, 'own.yaml')], env);
  await run.said(/"msg":"running"/);
  const { code, stderr } = await sonde(['reload', 'ctd'], env);
  assert.equal(code, 2);
  assert.match(stderr, /ctd: its definition is a part of Sonde/);
  assert.equal((await sonde(['reload'], env)).code, 0);
});
