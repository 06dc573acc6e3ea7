import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { exportsOfModule, readExports } from './read-exports.ts';
import { sourceFiles } from './source-files.ts';
import { CHAPTERS, chapterFile } from './vocabulary-chapters.ts';

const ROOT = join(import.meta.dirname, '..');
const CONFIG = join(ROOT, 'tsconfig.json');
const door = exportsOfModule(CONFIG, join(ROOT, 'src', 'index.ts'));

/** What a source imports from the vocabulary, and what it needs to speak of time. */
function words(file: string): readonly string[] {
  const imports = readFileSync(join(ROOT, file), 'utf8').matchAll(
    /import (?:type )?\{([^}]*)\} from '[./]+\/(?:definition|kit\/time|kit\/duration)\b[^']*'/g,
  );
  return [...imports].flatMap(([, names = '']) =>
    names.split(',').map((name) =>
      name
        .replace(/\btype /, '')
        .trim()
        .replace(/ as .*/, ''),
    ),
  );
}

test('what an instrument of Sonde is written with is there for those outside: the package exports it', () => {
  const used = new Set(
    sourceFiles(ROOT, ['src/instruments/*/**/*.ts'])
      .filter((file) => !file.endsWith('.test.ts'))
      .flatMap(words),
  );
  assert.deepEqual(
    [...used].filter((name) => name !== '' && !door.has(name)),
    [],
  );
});

test('every word that is there for authors has a sentence in the vocabulary, and so has each of its members', () => {
  const files = CHAPTERS.map((one) => chapterFile(ROOT, one));
  const nameless = [...readExports(CONFIG, files).values()]
    .flat()
    .filter(({ name }) => door.has(name))
    .flatMap(({ name, doc, members }) => [
      ...(doc === '' ? [name] : []),
      ...members.filter((member) => member.name !== '' && member.doc === '').map((member) => `${name}.${member.name}`),
    ]);
  assert.deepEqual(nameless, []);
});

test('the sentence of a word is its own: nothing of a comment that stands before it', () => {
  const files = CHAPTERS.map((one) => chapterFile(ROOT, one));
  const docs = [...readExports(CONFIG, files).values()]
    .flat()
    .flatMap(({ doc, members }) => [doc, ...members.map((one) => one.doc)]);
  assert.deepEqual(
    docs.filter((doc) => /^\/\/|\/\*\*/.test(doc)),
    [],
  );
});
