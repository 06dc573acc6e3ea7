import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder } from './files.ts';

test('a folder is made with those above it, private, and may be there already', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'sonde-files-'));
  t.after(() => rm(root, { recursive: true }));
  const folder = join(root, 'a', 'b', 'c');
  await Promise.all([makeFolder(folder), makeFolder(folder)]);
  await makeFolder(folder);
  assert.equal((await stat(join(root, 'a'))).mode & 0o777, 0o700);
});

test('where no folder can be made, that is said', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'sonde-files-'));
  t.after(() => rm(root, { recursive: true }));
  const file = join(root, 'file');
  await writeFile(file, '');
  await assert.rejects(makeFolder(file), { code: 'EEXIST' });
  await assert.rejects(makeFolder(join(file, 'folder')), { code: 'ENOTDIR' });
  await assert.rejects(makeFolder('/proc/none/folder'), { code: 'ENOENT' });
});
