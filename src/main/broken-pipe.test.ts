import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { SondeProcess } from './testing/sonde-process.ts';

test('a client that goes while it is written to ends nothing: SIGPIPE tells of any socket', {
  timeout: 60_000,
}, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-pipe-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const config = join(folder, 'sonde.yaml');
  await writeFile(
    config,
    `data: ${join(folder, 'data')}\nserver: { listen: '127.0.0.1:0' }\ninstruments: { ctd: { kind: sea_bird.sbe37_smp, link: 'tcp://127.0.0.1:9' } }\n`,
  );
  await using run = new SondeProcess(['run', '-c', config, '--stop-port-agents'], {
    SONDE_RUNTIME_DIR: join(folder, 'sockets'),
  });
  const address = /"page":"(http:[^"]+)"/;
  await run.said(address);
  const [, server = ''] = address.exec(run.stdout + run.stderr) ?? [];
  run.child.kill('SIGPIPE');
  for (let turn = 0; turn < 20; turn++) assert.equal((await fetch(`${server}/api/v1/health`)).status, 200);
  assert.equal(run.child.exitCode, null);
  assert.equal(await run.kill('SIGTERM'), 0);
});
