// Writes the list of all instruments from their folders: `node tools/generate-instruments.ts [--check]`.
// With --check nothing is written; the exit code is 1 when the list is stale.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '..', 'src', 'instruments');
const LIST = join(ROOT, 'all.generated.ts');

interface Entry {
  readonly folder: string;
  /** The name that the folder's module exports the definition by. */
  readonly name: string;
  readonly kind: string;
  readonly maker: string;
  readonly model: string;
}

const HEAD = `\
// Written by tools/generate-instruments.ts from the folders beside it. Do not edit.
import type { Instrument } from '../definition/instrument.ts';

export interface InstrumentEntry {
  readonly maker: string;
  readonly model: string;
  load(): Promise<Instrument>;
}

/** Every instrument that Sonde brings along, by kind. None is loaded before it is asked for. */
export const INSTRUMENTS: Readonly<Record<string, InstrumentEntry>> = {
`;

const isDefinition = (value: unknown): value is { kind: string; maker: string; model: string } =>
  typeof value === 'object' && value !== null && 'kind' in value && 'samples' in value && 'commands' in value;

async function readEntry(folder: string): Promise<Entry> {
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(ROOT, folder, 'index.ts')).href);
  const found = Object.entries(module).filter(([, value]) => isDefinition(value));
  const [name, definition] = found[0] ?? [];
  if (found.length !== 1 || name === undefined || !isDefinition(definition)) {
    throw new Error(`src/instruments/${folder}/index.ts must export one definition, and exports ${found.length}`);
  }
  const { kind, maker, model } = definition;
  return { folder, name, kind, maker, model };
}

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const written = ({ folder, name, kind, maker, model }: Entry): string => `\
  ${quote(kind)}: {
    maker: ${quote(maker)},
    model: ${quote(model)},
    load: async () => (await import('./${folder}/index.ts')).${name},
  },
`;

/** The list as it should be; two folders with one kind are an error. */
export async function listOfInstruments(): Promise<string> {
  const folders = globSync('*/*/index.ts', { cwd: ROOT }).map((file) => file.replace(/\/index\.ts$/, ''));
  const entries = (await Promise.all(folders.map(readEntry))).sort((a, b) => (a.kind < b.kind ? -1 : 1));
  const twice = entries.find(({ kind }, i) => kind === entries[i + 1]?.kind);
  if (twice !== undefined) throw new Error(`two folders in src/instruments describe '${twice.kind}'`);
  return `${HEAD}${entries.map(written).join('')}};\n`;
}

if (import.meta.main) {
  const list = await listOfInstruments();
  if (!process.argv.includes('--check')) writeFileSync(LIST, list);
  else if (!existsSync(LIST) || readFileSync(LIST, 'utf8') !== list) {
    console.error('src/instruments/all.generated.ts is stale: run `npm run generate`');
    process.exitCode = 1;
  }
}
