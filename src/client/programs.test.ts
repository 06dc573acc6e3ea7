import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConnectionError } from '../kit/errors.ts';
import { runningPrograms } from './programs.ts';

test('the socket of a program that was killed is forgotten, and nothing runs then', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-sockets-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  process.env.SONDE_RUNTIME_DIR = join(folder, 'sockets');
  await mkdir(process.env.SONDE_RUNTIME_DIR, { mode: 0o700 });
  const socket = join(process.env.SONDE_RUNTIME_DIR, '1.sock');
  const listening = `require('node:net').createServer().listen(${JSON.stringify(socket)}, () => console.log('here'))`;
  const child = spawn(process.execPath, ['-e', listening], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  await assert.rejects(runningPrograms('test'), (error) => {
    assert.ok(error instanceof ConnectionError);
    assert.match(error.message, /^nothing is running: start 'sonde run/);
    return true;
  });
  assert.deepEqual(await readdir(process.env.SONDE_RUNTIME_DIR), []);
});
