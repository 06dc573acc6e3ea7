import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { instrumentKinds } from './find-instrument.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** How many types the compiler may instantiate for the vocabulary, and for each definition. */
const VOCABULARY = 25_000;
const EACH = 6_000;

/** What the compiler counted while it checked some files. */
function instantiations(files: readonly string[]): number {
  const folder = mkdtempSync(join(tmpdir(), 'sonde-types-'));
  try {
    const config = join(folder, 'tsconfig.json');
    const compilerOptions = { typeRoots: [join(ROOT, 'node_modules/@types')] };
    writeFileSync(
      config,
      JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: [], files }),
    );
    const compiler = join(ROOT, 'node_modules/.bin/tsc');
    const { stdout, status } = spawnSync(compiler, ['-p', config, '--extendedDiagnostics'], { encoding: 'utf8' });
    assert.equal(status, 0, stdout);
    return Number(/Instantiations:\s+(\d+)/.exec(stdout)?.[1]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('the types of all definitions together are cheap', (t) => {
  const vocabulary = instantiations([join(ROOT, 'src/definition/define-instrument.ts')]);
  const all = instantiations([join(ROOT, 'src/instruments/all.generated.ts')]);
  const each = (all - vocabulary) / instrumentKinds.length;
  t.diagnostic(`${vocabulary} instantiations for the vocabulary, ${Math.round(each)} for each definition`);
  assert(vocabulary < VOCABULARY, `the vocabulary costs ${vocabulary} instantiations`);
  assert(each < EACH, `a definition costs ${Math.round(each)} instantiations`);
});
