// Proves that files stay small: `node tools/sizes.ts [root]`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFiles } from './source-files.ts';

const LONGEST = 400;
const SOURCES = ['{bench,bin,src,tools,web}/**/*.{ts,tsx,js,css}'];

export interface Sizes {
  /** Files that are too long, one line each. */
  readonly wrong: readonly string[];
  readonly summary: string;
}

/** How many lines the source files under `root` have; fixtures and generated files do not count. */
export function checkSizes(root: string): Sizes {
  const files = sourceFiles(root, SOURCES)
    .filter((path) => !path.includes('.generated.'))
    .map((path) => ({ path, lines: countLines(readFileSync(join(root, path), 'utf8')) }))
    .sort((a, b) => a.lines - b.lines);
  const at = (share: number): number => files[Math.ceil(share * files.length) - 1]?.lines ?? 0;
  return {
    wrong: files
      .filter(({ lines }) => lines > LONGEST)
      .map(({ path, lines }) => `${path}: ${lines} lines; split it, ${LONGEST} are the most`),
    summary: `${files.length} files; lines: median ${at(0.5)}, p90 ${at(0.9)}, longest ${at(1)}`,
  };
}

const countLines = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

if (import.meta.main) {
  const { wrong, summary } = checkSizes(process.argv[2] ?? '.');
  console.log([...wrong, summary].join('\n'));
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
