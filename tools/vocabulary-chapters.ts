import { join } from 'node:path';

/** What one module of `src/definition` is about. */
export interface Chapter {
  readonly file: string;
  readonly title: string;
  readonly about: string;
}

/** The chapters in the order in which an author meets them. */
export const CHAPTERS: readonly Chapter[] = [
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
  {
    file: 'derived',
    title: 'Derived values',
    about:
      'What is computed from the values of a record, in its order; see [derived values](derived.md). Null goes in, null comes out.',
  },
  {
    file: 'derived-seawater',
    title: 'Seawater',
    about: 'What follows from conductivity, temperature and pressure by TEOS-10.',
  },
  { file: 'checksum', title: 'Checksums', about: 'A frame is claimed only when its checksum is right.' },
  {
    file: 'simulation',
    title: 'The simulator',
    about: 'The definition turned round: real replies and records, into which present values are written.',
  },
];

export const chapterFile = (root: string, { file }: Chapter): string => join(root, 'src', 'definition', `${file}.ts`);
