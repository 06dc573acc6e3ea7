import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { isThere, makeFolder } from '../kit/files.ts';
import { logPath } from '../packet/log-days.ts';
import { dcl, scene } from './test-import.ts';

const line = [['2014-01-01T12:00:00.000Z', '#12.3456, 3.45678, 1.000']] as const;

test('an import that is refused leaves nothing behind; nor does one that only counts', async (t) => {
  const { importAs, file, root } = await scene(t, sbe37Smp);
  const bad = await file('bad.log', 'no time');
  const good = await file('good.log', dcl(line));
  await assert.rejects(importAs('ctd', [good, bad]), /bad\.log/);
  assert.equal((await importAs('ctd', [good], { dryRun: true })).log.packets, 1);
  assert.equal(await isThere(join(root, 'data')), false);
});

test('one that is refused because its day is logged already leaves what was there as it was', async (t) => {
  const { importAs, file, root } = await scene(t, sbe37Smp);
  const own = join(root, 'data', 'ctd');
  await makeFolder(join(own, 'log'));
  await writeFile(logPath(join(own, 'log'), '2014-01-01'), '');
  const before = await readdir(own, { recursive: true });
  await assert.rejects(importAs('ctd', [await file('a.log', dcl(line))]), /a day that is in the log already/);
  assert.deepEqual(await readdir(own, { recursive: true }), before);
});
