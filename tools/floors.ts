// Proves that imports go down only: `node tools/floors.ts [root]`.
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { sourceFiles } from './source-files.ts';

/** The folders of `src`, lowest floor first. Those on one floor do not see each other. */
const FLOORS: readonly (readonly string[])[] = [
  ['kit', 'model', 'seawater'],
  ['link', 'fsm', 'packet', 'qartod'],
  ['definition', 'port-agent', 'config'],
  ['sieve', 'refine'],
  ['driver', 'simulator'],
  ['instruments', 'store', 'bus'],
  [
    'agent',
    'access',
    'alerts',
    'missions',
    'publishing',
    'catalogue',
    'authoring',
    'export',
    'reparse',
    'importing',
    'raw',
    'client',
  ],
  ['server'],
  ['testing', 'station'],
  ['cli'],
  ['main'],
  ['index.ts', 'testing.ts'],
];

/** Neighbours that may be imported all the same. */
const NEIGHBOURS: Readonly<Record<string, readonly string[]>> = { model: ['kit'] };

/** Folders that see less than all below them. */
const NARROW: Readonly<Record<string, readonly string[]>> = { instruments: ['definition', 'model', 'kit'] };

interface Import {
  readonly target: string;
  readonly line: number;
}

const IMPORT = /^[ \t]*(?:import|export)\b(?:[^'"`;=(]*\bfrom)?\s*['"](\.[^'"]*)['"]|\bimport\(\s*['"](\.[^'"]*)['"]/gm;

/** What is wrong with the imports under `root/src`, one line each; empty when all is well. */
export function checkFloors(root: string): string[] {
  const files = sourceFiles(root, ['src/**/*.ts']).filter((file) => !isTest(file));
  const imports = new Map(files.map((file) => [file, importsOf(root, file)]));
  const lost = new Set(files.map(placeOf).filter((place) => floorOf(place) === undefined));
  return [
    ...[...lost].map((place) => `src/${place}: is on no floor; give it one in tools/floors.ts`),
    ...[...imports].flatMap(([file, list]) => list.flatMap((one) => judge(file, one))),
    ...rings(imports).map((ring) => `ring: ${ring.join(' → ')}`),
  ];
}

/** Tests, and what stands beside them for tests alone, may see everything. */
const isTest = (file: string): boolean => /\.test\.ts$|\/test-[^/]*\.ts$/.test(file);
const placeOf = (file: string): string => file.split('/')[1] ?? '';

export function floorOf(place: string): number | undefined {
  const floor = FLOORS.findIndex((places) => places.includes(place));
  return floor < 0 ? undefined : floor;
}

function importsOf(root: string, file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(IMPORT)].map((match) => ({
    target: normalize(join(dirname(file), match[1] ?? match[2] ?? '')),
    line: text.slice(0, match.index).split('\n').length,
  }));
}

function judge(file: string, { target, line }: Import): string[] {
  const at = `${file}:${line}: imports ${target}`;
  const [from, to] = [placeOf(file), placeOf(target)];
  const [here, there] = [floorOf(from), floorOf(to)];
  if (!target.startsWith('src/')) return [`${at}, which is outside src`];
  if (isTest(target)) return [`${at}, which is a test`];
  if (from === to || here === undefined || there === undefined) return [];
  if (there > here) return [`${at}, upwards: ${from} is on floor ${here}, ${to} on floor ${there}`];
  if (there === here && !NEIGHBOURS[from]?.includes(to)) return [`${at}, its neighbour on floor ${here}`];
  const narrow = NARROW[from];
  return narrow?.includes(to) === false ? [`${at}; ${from} may only import ${narrow.join(', ')}`] : [];
}

/** Rings of files that import each other, each from its first file by name; none is found only where there is none. */
function rings(imports: ReadonlyMap<string, readonly Import[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const seen = path.indexOf(file);
    if (seen >= 0) {
      found.push([...path.slice(seen), file]);
    } else if (!done.has(file)) {
      path.push(file);
      for (const { target } of imports.get(file) ?? []) visit(target);
      path.pop();
      done.add(file);
    }
  };
  for (const file of imports.keys()) visit(file);
  return found;
}

if (import.meta.main) {
  const root = process.argv[2] ?? '.';
  const wrong = checkFloors(root);
  console.log(wrong.length > 0 ? wrong.join('\n') : `${FLOORS.length} floors, imports go down only`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
