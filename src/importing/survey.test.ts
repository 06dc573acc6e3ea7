import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import { ConfigError } from '../kit/errors.ts';
import { filesUnder } from './survey.ts';

test('a file is known by its full path, and is there once, however it was named and wherever links lead', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'sonde-survey-'));
  t.after(() => rm(root, { recursive: true }));
  const file = join(root, 'a.log');
  await writeFile(file, 'a');
  await symlink(root, join(root, 'back'));
  for (const places of [[file], [relative('.', file)], [root], [root, file], [file, root, relative('.', root)]]) {
    assert.deepEqual(
      (await filesUnder(places)).map(({ path }) => path),
      [file],
    );
  }
});

test('a folder without files, and a place that is not there, are both named', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'sonde-survey-'));
  t.after(() => rm(root, { recursive: true }));
  await mkdir(join(root, 'empty'));
  await assert.rejects(filesUnder([join(root, 'empty'), join(root, 'none')]), (error: unknown) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /empty: the folder holds no file\n.*none: cannot be read: .*ENOENT/);
    return true;
  });
});
