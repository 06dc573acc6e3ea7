// Writes docs/instruments.md from the folders in src/instruments: `node tools/generate-instruments-page.ts [--check]`.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Instrument } from '../src/definition/instrument.ts';
import { keepGenerated } from './keep-generated.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDERS = join(ROOT, 'src', 'instruments');
const PAGE = join(ROOT, 'docs', 'instruments.md');

/** Lines of the driver for this instrument in OOI's mi-instrument or marine-integrations (SBE 37); `base` is shared by several. */
const REFERENCE: Readonly<Record<string, string>> = {
  'aanderaa.optode': '294 (DOSTA)',
  'asimet.metbk': '1,033',
  'nortek.aquadopp': '128 and a base of 1,497',
  'nortek.vector': '245 and a base of 1,497',
  'sea_bird.sbe16plus_v2': '1,972',
  'sea_bird.sbe19plus_v2': '740 over CTDPF',
  'sea_bird.sbe19plus_v2_ctdpf_optode': '1,497 over SBE 16plus',
  'sea_bird.sbe19plus_v2_ctdpf_sbe43': '990 over SBE 16plus',
  'sea_bird.sbe37_smp': '1,834',
  'sea_bird.sbe43': '269 (DOFST)',
  'teledyne.workhorse': '16 and a base of 1,569',
  'wet_labs.eco_flord': '66 over FLORT',
  'wet_labs.eco_flort': '1,769',
};

const isDefinition = (value: unknown): value is Instrument =>
  typeof value === 'object' && value !== null && 'kind' in value && 'samples' in value && 'commands' in value;

const linesOf = (files: readonly string[]): number =>
  files.reduce((sum, file) => sum + readFileSync(file, 'utf8').trimEnd().split('\n').length, 0);

const sources = (folder: string, pattern: string): string[] =>
  globSync(pattern, { cwd: folder })
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => join(folder, file));

const count = (record: object): number => Object.keys(record).length;

async function row(index: string): Promise<string> {
  const folder = dirname(index);
  const module: Readonly<Record<string, unknown>> = await import(pathToFileURL(index).href);
  const definition = Object.values(module).find(isDefinition);
  if (definition === undefined) throw new Error(`${index} exports no definition`);
  const { kind, maker, model, samples, parameters, commands } = definition;
  const all = sources(folder, '*.ts');
  const simulation = all.filter((file) => /(simulation|replies)\.ts$/.test(file));
  const tables = all.filter((file) => file !== index && !simulation.includes(file));
  const readme = `../${folder.slice(ROOT.length + 1)}/README.md`;
  const name = existsSync(join(folder, 'README.md')) ? `[\`${kind}\`](${readme})` : `\`${kind}\``;
  const lines = [[index], tables, simulation].map(linesOf);
  const cells = [name, `${maker} ${model}`, count(samples), count(commands), count(parameters), ...lines];
  return `| ${cells.join(' | ')} | ${REFERENCE[kind] ?? ''} |`;
}

/** What stands beside the instruments' folders, for several of them. */
function shared(folders: readonly string[]): string {
  const files = sources(FOLDERS, '*/**/*.ts').filter((file) => !folders.includes(dirname(file)));
  const vendors = Map.groupBy(files, (file) => relative(FOLDERS, file).split(sep)[0] ?? '');
  return [...vendors]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([vendor, own]) => `| \`${vendor}\` | ${linesOf(own)} |`)
    .join('\n');
}

export async function instrumentsPage(): Promise<string> {
  const indexes = sources(FOLDERS, '*/*/index.ts').sort();
  const rows = await Promise.all(indexes.map(row));
  return `\
<!-- Written by tools/generate-instruments-page.ts from src/instruments. Do not edit. -->

# Instruments

What Sonde brings along, with the lines that it takes, comments and blank lines included. *Definition* is \`index.ts\`: dialogue,
states, commands, jobs, and whatever needs no file of its own; *tables* are the fields of streams and the parameters where they
stand in other files; *simulation* holds replies that real instruments sent. *In OOI* are the lines of the driver for the same
instrument in the Python framework that Sonde re-creates. How to add one: [tutorial](tutorial-new-instrument.md).

| kind | instrument | streams | commands | parameters | definition | tables | simulation | in OOI |
|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}

What several instruments of a vendor share stands beside their folders:

| vendor | lines |
|---|---|
${shared(indexes.map(dirname))}
`;
}

if (import.meta.main) keepGenerated(PAGE, await instrumentsPage());
