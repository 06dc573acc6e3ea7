// Writes docs/reference/vocabulary.md from the sources in src/definition: `node tools/generate-vocabulary.ts [--check]`.
import { join } from 'node:path';
import { keepGenerated } from './keep-generated.ts';
import { type Export, exportsOfModule, type Member, readExports } from './read-exports.ts';
import { CHAPTERS, type Chapter, chapterFile } from './vocabulary-chapters.ts';

const ROOT = join(import.meta.dirname, '..');
const PAGE = join(ROOT, 'docs', 'reference', 'vocabulary.md');

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;
const plain = (text: string): string => text.replaceAll('|', '\\|');
const readable = (type: string): string => type.replaceAll('readonly ', '').replace(/NoInfer<(\w+)>/g, '$1');

const memberRow = ({ name, optional, type, doc }: Member): string =>
  name === ''
    ? `| ${code(readable(type))} | | ${plain(doc)} |`
    : `| ${code(name)}${optional ? '' : ' **(needed)**'} | ${code(readable(type))} | ${plain(doc)} |`;

function typeSection({ name, signature, doc, members }: Export): string {
  const base = signature === '' ? '' : `\n\n${code(readable(signature))}`;
  const head = `### ${name}\n\n${doc}${base}`.trimEnd();
  if (members.length === 0) return head;
  return `${head}\n\n| | type | meaning |\n|---|---|---|\n${members.map(memberRow).join('\n')}`;
}

const wordRow = ({ signature, name, form, doc }: Export): string =>
  `| ${code(form === 'function' ? readable(signature) : name)} | ${plain(doc)} |`;

function chapter({ title, about }: Chapter, exports: readonly Export[]): string {
  const words = exports.filter(({ form }) => form !== 'type');
  const types = exports.filter(({ form }) => form === 'type');
  return [
    `## ${title}\n\n${about}`,
    ...(words.length > 0 ? [`| word | meaning |\n|---|---|\n${words.map(wordRow).join('\n')}`] : []),
    ...types.map(typeSection),
  ].join('\n\n');
}

export function vocabularyPage(): string {
  const config = join(ROOT, 'tsconfig.json');
  const isForAuthors = exportsOfModule(config, join(ROOT, 'src', 'index.ts'));
  const exports = readExports(
    config,
    CHAPTERS.map((one) => chapterFile(ROOT, one)),
  );
  const chapters = CHAPTERS.map((one) =>
    chapter(
      one,
      (exports.get(chapterFile(ROOT, one)) ?? []).filter(({ name }) => isForAuthors.has(name)),
    ),
  );
  return `\
<!-- Written by tools/generate-vocabulary.ts from src/definition. Do not edit. -->

# The vocabulary

What a definition can say, as the code has it. All of it is imported from \`sonde\`. For a way through it, see the
[tutorial](../tutorial-new-instrument.md); for whole examples, the folders in \`src/instruments\`.

${chapters.join('\n\n')}
`;
}

if (import.meta.main) keepGenerated(PAGE, vocabularyPage());
