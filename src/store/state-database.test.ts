import assert from 'node:assert/strict';
import { statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { smallDisk } from '../../tools/small-disk.ts';
import { ConfigError } from '../kit/errors.ts';
import { openStateDatabase } from './state-database.ts';

test('a disk without room is named as what keeps the state from being opened', async (t) => {
  const disk = await smallDisk(t, '1m');
  if (disk === undefined) return;
  const data = join(disk, 'data');
  const database = await openStateDatabase(data);
  database.exec('CREATE TABLE kept (a TEXT)');
  database.close();
  const { bavail, bsize } = await statfs(disk);
  await writeFile(join(disk, 'ballast'), new Uint8Array(bavail * bsize));
  await assert.rejects(openStateDatabase(data), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /sonde\.db cannot be opened: there is no room on its disk/);
    return true;
  });
});
