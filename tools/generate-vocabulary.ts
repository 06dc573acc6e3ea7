// Writes docs/reference/vocabulary.md from the sources in src/definition: `node tools/generate-vocabulary.ts [--check]`.
import { join } from 'node:path';
import { keepGenerated } from './keep-generated.ts';
import { type Export, type Member, readExports } from './read-exports.ts';

const ROOT = join(import.meta.dirname, '..');
const PAGE = join(ROOT, 'docs', 'reference', 'vocabulary.md');

/** The chapters in the order in which an author meets them. */
const CHAPTERS: readonly { readonly file: string; readonly title: string; readonly about: string }[] = [
  {
    file: 'instrument',
    title: 'An instrument',
    about:
      'A definition is one object, handed to `defineInstrument`, which checks what types cannot see and names everything that is wrong at once.',
  },
  {
    file: 'send',
    title: 'What is sent',
    about: 'A text (the newline is added), bytes, or a list of both with pauses and breaks in between.',
  },
  { file: 'reply', title: 'When a reply is over', about: 'The prompt where a command says nothing else.' },
  {
    file: 'parameter',
    title: 'Parameters',
    about:
      'Group 1 of a pattern is what the instrument shows. A set sends only what differs, reads it back and compares. Names are in snake_case.',
  },
  {
    file: 'rides',
    title: 'Behind another instrument',
    about:
      'For one without a line of its own. See [An instrument behind another](driver.md#an-instrument-behind-another) for what its driver does.',
  },
  {
    file: 'job',
    title: 'Jobs',
    about: "What the driver does by itself. The configuration's `schedule` overrides when.",
  },
  {
    file: 'stream',
    title: 'Streams',
    about:
      'What a sample looks like on the wire: a line, a block of lines, or a binary frame. Streams are tried in their order.',
  },
  { file: 'field', title: 'Values in text', about: 'For `line` and `block`.' },
  {
    file: 'frame-field',
    title: 'Values in frames',
    about: "At their offsets, as in the maker's table. Little-endian unless it says otherwise.",
  },
  { file: 'frame-field-wide', title: 'Wider values in frames', about: 'Big-endian, and eight bytes.' },
  { file: 'frame-list', title: 'Lists in frames', about: 'Profiles, and everything else of which there are many.' },
  { file: 'frame-sections', title: 'Sections of frames', about: 'Parts that a table in the frame places.' },
  { file: 'checksum', title: 'Checksums', about: 'A frame is claimed only when its checksum is right.' },
  {
    file: 'simulation',
    title: 'The simulator',
    about: 'The definition turned round: real replies and records, into which present values are written.',
  },
];

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

function chapter({ title, about }: (typeof CHAPTERS)[number], exports: readonly Export[]): string {
  const words = exports.filter(({ form }) => form !== 'type');
  const types = exports.filter(({ form }) => form === 'type');
  return [
    `## ${title}\n\n${about}`,
    ...(words.length > 0 ? [`| word | meaning |\n|---|---|\n${words.map(wordRow).join('\n')}`] : []),
    ...types.map(typeSection),
  ].join('\n\n');
}

export function vocabularyPage(): string {
  const fileOf = (file: string): string => join(ROOT, 'src', 'definition', `${file}.ts`);
  const exports = readExports(
    join(ROOT, 'tsconfig.json'),
    CHAPTERS.map(({ file }) => fileOf(file)),
  );
  const chapters = CHAPTERS.map((one) => chapter(one, exports.get(fileOf(one.file)) ?? []));
  return `\
<!-- Written by tools/generate-vocabulary.ts from src/definition. Do not edit. -->

# The vocabulary

What a definition can say, as the code has it. All of it is imported from \`sonde\`. For a way through it, see the
[tutorial](../tutorial-new-instrument.md); for whole examples, the folders in \`src/instruments\`.

${chapters.join('\n\n')}
`;
}

if (import.meta.main) keepGenerated(PAGE, vocabularyPage());
