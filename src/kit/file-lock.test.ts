import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { lockFile } from './file-lock.ts';

test('a file is held once, and free again when it is let go', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-lock-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'new', 'driver.lock');
  const first = await lockFile(path);
  assert.ok(first);
  assert.equal(await lockFile(path), undefined);
  first[Symbol.dispose]();
  const second = await lockFile(path);
  assert.ok(second);
  second[Symbol.dispose]();
});
