import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ConfigError, ParameterError } from '../kit/errors.ts';
import { checkIsNew, filesOf, lookAround, writeFiles } from './instrument-folder.ts';
import { kindNames } from './names.ts';
import { skeletonOf } from './skeleton.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

async function emptyFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-new-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a kind has its name in every form', () => {
  assert.deepEqual(kindNames('acme-labs', 'probe_x2'), {
    kind: 'acme_labs.probe_x2',
    maker: 'Acme Labs',
    model: 'Probe X2',
    identifier: 'probeX2',
    folder: 'acme_labs/probe-x2',
  });
  assert.equal(kindNames('acme', 'class').identifier, 'classDefinition');
});

test('all names that cannot be are told at once, with one that could', () => {
  assert.throws(
    () => kindNames('Sea Bird', '37'),
    (error) =>
      error instanceof ParameterError &&
      error.issues.length === 2 &&
      /perhaps 'sea_bird'/.test(error.message) &&
      /'37' must be/.test(error.message),
  );
});

test('a folder brings what is not around it, and is never overwritten', async (t) => {
  const base = await emptyFolder(t);
  const names = kindNames('acme', 'probe');
  assert.deepEqual(lookAround(base), { isModule: false, hasTypes: false });
  const alone = Object.keys(filesOf(names, '', lookAround(base)));
  assert.deepEqual(alone, [
    'index.ts',
    'index.test.ts',
    'README.md',
    'fixtures/.gitkeep',
    'package.json',
    'tsconfig.json',
  ]);
  await writeFile(join(base, 'package.json'), '{"type":"module"}');
  await writeFile(join(base, 'tsconfig.json'), '{}');
  assert.deepEqual(lookAround(join(base, 'deep')), { isModule: true, hasTypes: true });

  const folder = join(base, 'acme/probe');
  checkIsNew(folder);
  await writeFiles(folder, { 'index.ts': 'mine' });
  assert.throws(() => checkIsNew(folder), ConfigError);
  await assert.rejects(writeFiles(folder, { 'index.ts': 'theirs' }), /EEXIST/);
  assert.equal(await readFile(join(folder, 'index.ts'), 'utf8'), 'mine');
});

test('a new folder compiles', async (t) => {
  const base = await emptyFolder(t);
  const names = kindNames('acme', 'probe');
  const folder = join(base, names.folder);
  await writeFiles(folder, filesOf(names, skeletonOf(names), { isModule: false, hasTypes: false }));
  const doors = { sonde: [join(ROOT, 'src/index.ts')], 'sonde/testing': [join(ROOT, 'src/testing.ts')] };
  const compilerOptions = { paths: doors, typeRoots: [join(ROOT, 'node_modules/@types')] };
  const config = { extends: join(folder, 'tsconfig.json'), compilerOptions, include: [folder] };
  await writeFile(join(base, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(ROOT, 'node_modules/.bin/tsc');
  const { stdout, status } = spawnSync(compiler, ['-p', join(base, 'tsconfig.json')], { encoding: 'utf8' });
  const own = stdout.split('\n').filter((line) => line.startsWith('acme/') || line.includes(folder));
  assert.deepEqual(own, []);
  assert.ok(status === 0 || stdout !== '', 'the compiler ran');
});
