import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { probeSource } from '../catalogue/test-definitions.ts';
import { sonde } from './testing/sonde-process.ts';

async function emptyFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-authoring-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('a new folder is judged: nothing is wrong with it, and it says what is missing', async (t) => {
  const base = await emptyFolder(t);
  const made = await sonde(['new', 'acme', 'probe-x', '--dir', base]);
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stdout, /acme\/probe-x describes acme\.probe_x/);
  const folder = join(base, 'acme/probe-x');
  const judged = await sonde(['check', folder]);
  assert.equal(judged.code, 0, judged.stdout);
  assert.match(judged.stdout, /☐ no stream yet: .*\n.*☐ no fixture yet: .*\n.*☐ no command yet: /);

  await writeFile(join(folder, 'index.ts'), 'precious');
  const again = await sonde(['new', 'acme', 'probe-x', '--dir', base]);
  assert.equal(again.code, 2);
  assert.match(again.stderr, /acme\/probe-x: is there already; nothing in it is overwritten/);
  assert.equal(await readFile(join(folder, 'index.ts'), 'utf8'), 'precious');
});

test('what a definition does not pass is told with what to do', async (t) => {
  const folder = join(await emptyFolder(t), 'probe');
  await mkdir(join(folder, 'fixtures'), { recursive: true });
  const write = (name: string, content: string) => writeFile(join(folder, name), content);
  await write('index.ts', probeSource('acme.probe'));
  await write('fixtures/warm.bin', 'T=1.250\r\nT=1.5\r\n');
  const unexplained = await sonde(['check', folder]);
  assert.equal(unexplained.code, 8);
  assert.match(unexplained.stdout, /✖ warm\.bin \(without warm\.json\) holds what it should\n.*1\.25.*\n +→ compare/);

  const point = (temp: number) => ({ stream: 'point', values: { temp } });
  await write('fixtures/warm.json', JSON.stringify([point(1.25), point(1.5)]));
  const right = await sonde(['check', folder, '--json']);
  assert.equal(right.code, 0, right.stdout);
  const { problems, definitions } = JSON.parse(right.stdout);
  assert.deepEqual([problems, definitions[0].kind, definitions[0].gaps], [[], 'acme.probe', []]);

  await write('index.ts', probeSource('acme.probe').replace('every (', 'each ('));
  const silent = await sonde(['check', folder]);
  assert.equal(silent.code, 8);
  assert.match(
    silent.stdout,
    /✖ each parameter is found once.*\n +interval: how often .*\n(.*\n)* +→ compare the pattern with the reply/,
  );
});

test('a definition that does not load is explained, and a kind of Sonde can be checked by its name', async (t) => {
  const base = await emptyFolder(t);
  await writeFile(join(base, 'index.ts'), probeSource('acme.probe').replace("ask: 'status'", "ask: 'stauts'"));
  const broken = await sonde(['check', base]);
  assert.equal(broken.code, 8);
  assert.match(broken.stdout, /index\.ts:3: definition: .*command 'stauts' is not there; there are: status/s);

  const own = await sonde(['check', 'sea_bird.sbe37_smp']);
  assert.equal(own.code, 0, own.stdout);
  const unknown = await sonde(['check', 'nortek.vektor']);
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /did you mean 'nortek\.vector'/);
  const nowhere = await sonde(['check', './nowhere']);
  assert.equal(nowhere.code, 2);
  assert.match(nowhere.stderr, /there is no such file or folder/);
});
