import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { WorkRoom } from './work-room.ts';

test('temporary files go with the room, and later ones are where they were', async () => {
  const before = tmpdir();
  let folder: string;
  {
    await using _ = await WorkRoom.open();
    folder = await mkdtemp(join(tmpdir(), 'capture-'));
    assert.notEqual(tmpdir(), before);
  }
  assert.equal(existsSync(folder), false);
  assert.equal(tmpdir(), before);
});

test('a process that was left behind is found and ended, though it is detached and no child of ours', async () => {
  await using room = await WorkRoom.open();
  // The outer shell is gone when the inner one still waits for somebody to write.
  const inner = 'echo here; read never <"$TMPDIR/never"';
  const shell = spawn('sh', ['-c', `mkfifo "$TMPDIR/never"; setsid sh -c '${inner}' &`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await Promise.all([once(shell, 'exit'), once(shell.stdout, 'data')]);
  const left = await room.clear(0);
  assert.equal(left.length, 1);
  assert.match(left[0]!, /^sh -c echo here; .* \(\d+\)$/);
  assert.deepEqual(await room.clear(), []);
});

test('a process that is about to end is waited for', async () => {
  await using room = await WorkRoom.open();
  const child = spawn('sleep', ['0.1'], { stdio: 'ignore' });
  await once(child, 'spawn');
  assert.deepEqual(await room.clear(60_000), []);
});
