import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ConfigError } from '../kit/errors.ts';
import { openCatalogue } from './catalogue.ts';
import { importOutside } from './import-outside.ts';
import { probeSource } from './test-definitions.ts';

const NONE = { kinds: [], loadInstrument: () => Promise.reject(new Error('none')) };
const OWN = { kinds: ['acme.own'], loadInstrument: () => Promise.reject(new Error('none')) };

/** A folder with these files. */
async function folderOf(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-catalogue-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

const messageOf = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert(error instanceof ConfigError);
  return error.message;
};

test('a module that waits for ever keeps nobody for ever', async (t) => {
  const base = await folderOf(t, { 'endless.ts': 'await new Promise(() => {});' });
  const { error } = await importOutside(join(base, 'endless.ts'), base, 20);
  assert.equal(error?.message, 'waited 20 ms for it to be loaded');
});

test('definitions come from files, from folders two deep, and from what those import', async (t) => {
  const base = await folderOf(t, {
    'mine/one.ts': probeSource('acme.one'),
    'mine/one.test.ts': 'throw new Error("a test is no definition")',
    'mine/two/index.ts': "export { probe } from './probe.ts';",
    'mine/two/probe.ts': probeSource('acme.two'),
    'mine/acme/three/index.js': probeSource('acme.three'),
    'mine/node_modules/no/index.js': 'throw new Error("a dependency is no definition")',
    'single.ts': probeSource('acme.four'),
  });
  const catalogue = await openCatalogue(OWN, ['mine', './single.ts'], base);
  assert.deepEqual([...catalogue.kinds].sort(), ['acme.four', 'acme.one', 'acme.own', 'acme.three', 'acme.two']);
  assert.deepEqual(catalogue.problems, []);
  assert.equal((await catalogue.load('acme.two')).model, 'Probe');
  assert.deepEqual(catalogue.filesOf('acme.two'), [join(base, 'mine/two/index.ts'), join(base, 'mine/two/probe.ts')]);
});

test('definitions come from a package, found from the folder upwards, in JavaScript', async (t) => {
  const base = await folderOf(t, {
    'node_modules/acme-sondes/package.json': '{"name":"acme-sondes","type":"module","exports":{"import":"./main.js"}}',
    'node_modules/acme-sondes/main.js': "export * from './a.js';\nexport * as more from './a.js';",
    'node_modules/acme-sondes/a.js': probeSource('acme.packed'),
    'node_modules/typed/package.json': '{"name":"typed","type":"module","exports":"./main.ts"}',
    'node_modules/typed/main.ts': probeSource('acme.typed'),
    'deep/er/.keep': '',
  });
  const catalogue = await openCatalogue(NONE, ['acme-sondes', 'typed', 'not-there'], join(base, 'deep/er'));
  assert.deepEqual(catalogue.kinds, ['acme.packed']);
  const [typed, missing, ...others] = catalogue.problems.map(({ where, message }) => `${where}: ${message}`);
  assert.match(typed ?? '', /^typed: .*TypeScript below node_modules: the package must ship JavaScript/s);
  assert.match(missing ?? '', /^not-there: Cannot find package 'not-there'/);
  assert.deepEqual(others, []);
});

test('what is wrong with one definition is told with its place, and the others are there', async (t) => {
  const base = await folderOf(t, {
    'a/index.ts': probeSource('acme.good'),
    'b/index.ts': probeSource('acme.bad').replace("ask: 'status'", "ask: 'stauts'"),
    'c/index.ts': "const x = 1;\nthrow new Error('no manual yet');",
    'd/index.ts': "export const half = { kind: 'acme.half', samples: {} };",
    'e/index.ts': 'export const broken = {',
    'f/index.ts': `import { line } from 'sonde';\nexport const x = line(/^(?<a>x)$/, {});`,
    'g/index.ts': "import './gone.ts';",
  });
  const catalogue = await openCatalogue(NONE, ['.'], base);
  assert.deepEqual(catalogue.kinds, ['acme.good']);
  const told = (folder: string): string => {
    const own = catalogue.problems.filter(({ where }) => where?.startsWith(join(base, folder)));
    assert.equal(own.length, 1, folder);
    return `${own[0]?.where} ${own[0]?.name}: ${own[0]?.message}`;
  };
  assert.match(told('b'), /b\/index\.ts:\d+ definition: acme\.bad:\n.*discover: command 'stauts' is not there/);
  assert.match(told('c'), /c\/index\.ts:2 import: no manual yet/);
  assert.match(told('d'), /d\/index\.ts half: is no whole definition: it lacks maker, model, dialogue/);
  assert.match(told('e'), /e\/index\.ts/);
  assert.match(told('f'), /f\/index\.ts:2 definition: .*groups that are no fields: a/);
  assert.match(told('g'), /gone\.ts/);
  assert.match(await messageOf(catalogue.load('acme.bad')), /acme\.bad: no such kind.*'stauts' is not there/s);
});

test('two definitions of one kind are told with both places, and neither is taken', async (t) => {
  const base = await folderOf(t, {
    'a/index.ts': probeSource('acme.same'),
    'b/index.ts': probeSource('acme.same'),
    'c/index.ts': probeSource('acme.own'),
  });
  const { kinds, problems } = await openCatalogue(OWN, ['.'], base);
  assert.deepEqual(kinds, ['acme.own']);
  const [same = '', own = ''] = problems.map(({ name, message }) => `${name}: ${message}`);
  assert.match(same, /^acme\.same: is defined 2 times: probe in .*a\/index\.ts; probe in .*b\/index\.ts/);
  assert.match(own, /^acme\.own: is defined 2 times: Sonde itself; probe in .*c\/index\.ts/);
});

test('a place where nothing is is an error that names it', async (t) => {
  const base = await folderOf(t, { 'empty/README.md': '' });
  assert.match(
    await messageOf(openCatalogue(NONE, ['./nowhere'], base)),
    /\.\/nowhere: there is no such file or folder/,
  );
  assert.match(await messageOf(openCatalogue(NONE, ['empty'], base)), /empty: no definition stands in .*sonde new/);
});

test('a definition is read anew with all that it imports; a broken one is told and the old one stays', async (t) => {
  const base = await folderOf(t, {
    'p/index.ts': "export { probe } from './probe.ts';",
    'p/probe.ts': probeSource('acme.p'),
  });
  const catalogue = await openCatalogue(NONE, ['p'], base);
  const file = join(base, 'p/probe.ts');
  await writeFile(file, probeSource('acme.p').replace("'Probe'", "'Probe 2'"));
  assert.equal((await catalogue.reload('acme.p')).model, 'Probe 2');
  assert.equal((await catalogue.load('acme.p')).model, 'Probe 2');

  await writeFile(file, 'export const probe = {');
  await messageOf(catalogue.reload('acme.p'));
  assert.equal((await catalogue.load('acme.p')).model, 'Probe 2');
  assert.deepEqual(catalogue.filesOf('acme.p'), [join(base, 'p/index.ts'), file]);

  await writeFile(file, probeSource('acme.q'));
  assert.match(await messageOf(catalogue.reload('acme.p')), /p\/index\.ts: acme\.p: is no longer defined there/);
});
