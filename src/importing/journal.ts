import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError, describeError } from '../kit/errors.ts';
import { makeFolder, syncFolder, withFile } from '../kit/files.ts';

const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);
/** A day's file that is being made, and so many bytes of it are sure. */
const openDay = z.object({ day, bytes: z.number() });

const entry = z.discriminatedUnion('what', [
  z.object({ what: z.literal('begun'), kind: z.string() }),
  /** Noted before a file's bytes first close a day: which day was open before it, and what was sure of that. */
  z.object({ what: z.literal('file begun'), path: z.string(), open: openDay.optional() }),
  z.object({
    what: z.literal('file done'),
    path: z.string(),
    size: z.number(),
    modified: z.number(),
    digest: z.string(),
    /** The newest time in it and in those before it, ISO-8601. */
    last: z.string(),
    open: openDay.optional(),
  }),
  /** A day's file is whole, and comes into the log under its name. */
  z.object({ what: z.literal('day closing'), day, bytes: z.number() }),
  z.object({ what: z.literal('day closed'), day, bytes: z.number() }),
  /** The samples of a day of the log are kept. */
  z.object({ what: z.literal('day decoded'), day, bytes: z.number() }),
]);
export type JournalEntry = z.infer<typeof entry>;
type FileDone = Extract<JournalEntry, { what: 'file done' }>;

/** How far an instrument's imports have got. It changes with what is noted. */
interface State {
  kind: string | undefined;
  /** By their paths. */
  readonly files: Map<string, FileDone>;
  /** A file that was broken off behind the end of a day, and how things were when it was begun. */
  begun: Extract<JournalEntry, { what: 'file begun' }> | undefined;
  /** The days that were closed since. */
  readonly closedSince: Set<string>;
  /** The newest time of all files. */
  newest: string | undefined;
  /** A day's file that is not whole yet. */
  open: z.infer<typeof openDay> | undefined;
  /** One that is whole, and perhaps in the log already. */
  closing: z.infer<typeof openDay> | undefined;
  /** The days that imports have brought into the log, and the bytes of their files. */
  readonly days: Map<string, number>;
  /** Of so many bytes of a day's file the samples are kept. */
  readonly decoded: Map<string, number>;
}
export type ImportState = Readonly<Omit<State, 'files' | 'days' | 'decoded' | 'closedSince'>> & {
  readonly closedSince: ReadonlySet<string>;
  readonly files: ReadonlyMap<string, FileDone>;
  readonly days: ReadonlyMap<string, number>;
  readonly decoded: ReadonlyMap<string, number>;
};

/** Whether anything came of an import: without that, the next one may be of another kind. */
export const isUsed = ({ files, begun, closing, days }: ImportState): boolean =>
  files.size > 0 || days.size > 0 || begun !== undefined || closing !== undefined;

/** What an instrument's imports have done: lines that are only ever added. */
export interface Journal {
  readonly state: ImportState;
  /** Notes it; it is on the disk when this resolves. */
  note(entry: JournalEntry): Promise<void>;
}

/** Where the import of a link's log keeps what it needs; `own` is the instrument's folder. */
export const importFolder = (own: string, link: string): string => join(own, 'import', link);

/** A `ConfigError` where the journal cannot be understood. A last line that was not finished counts for nothing. */
export async function openJournal(folder: string): Promise<Journal> {
  await makeFolder(folder);
  const path = join(folder, 'journal.jsonl');
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const state: State = {
    kind: undefined,
    files: new Map(),
    begun: undefined,
    closedSince: new Set(),
    newest: undefined,
    open: undefined,
    closing: undefined,
    days: new Map(),
    decoded: new Map(),
  };
  for (const [i, line] of whole.split('\n').slice(0, -1).entries()) apply(state, parse(line, `${path}:${i + 1}`));
  await withFile(path, 'a', (file) => file.truncate(Buffer.byteLength(whole)));
  await syncFolder(folder);
  return {
    state,
    note: (noted) =>
      withFile(path, 'a', async (file) => {
        await file.appendFile(`${JSON.stringify(noted)}\n`);
        await file.datasync();
        apply(state, noted);
      }),
  };
}

function parse(line: string, where: string): JournalEntry {
  try {
    return entry.parse(JSON.parse(line));
  } catch (cause) {
    throw new ConfigError([{ name: 'import journal', where, message: `is no entry: ${describeError(cause)}` }], {
      cause,
    });
  }
}

function apply(state: State, noted: JournalEntry): void {
  switch (noted.what) {
    case 'begun':
      state.kind = noted.kind;
      break;
    case 'file begun':
      state.begun = noted;
      state.closedSince.clear();
      break;
    case 'file done':
      state.begun = undefined;
      state.closedSince.clear();
      state.open = noted.open;
      state.newest = noted.last;
      state.files.set(noted.path, noted);
      break;
    case 'day closing':
      state.closing = noted;
      break;
    case 'day closed':
      state.closing = undefined;
      state.open = undefined;
      state.closedSince.add(noted.day);
      state.days.set(noted.day, noted.bytes);
      break;
    case 'day decoded':
      state.decoded.set(noted.day, noted.bytes);
  }
}
