import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { stateFile } from './state-file.ts';

test('what was written is read again, from a private file', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-state-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'ctd', 'state.json');
  const store = stateFile(path, new FakeClock());
  assert.equal(await store.read(), undefined);
  await store.write({ kept: { bag: 7 } });
  assert.deepEqual(await store.read(), { kept: { bag: 7 } });
  assert.equal((await stat(path)).mode & 0o777, 0o600);
});

test('a broken file is named and set aside', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-state-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'state.json');
  await writeFile(path, '{"kept": {"bag"');
  const store = stateFile(path, new FakeClock('2026-03-01T12:00:00Z'));
  await assert.rejects(store.read(), (error) => {
    assert(error instanceof ConfigError);
    assert.match(error.message, /state\.json is not JSON .*: it is .*state\.json\.broken-2026-03-01T120000/);
    return true;
  });
  assert.equal(await store.read(), undefined);
  const [aside = ''] = await readdir(folder);
  assert.equal(await readFile(join(folder, aside), 'utf8'), '{"kept": {"bag"');
});
