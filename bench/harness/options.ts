import { parseArgs } from 'node:util';
import { nearest } from '../../src/kit/nearest.ts';
import type { Bench } from './bench.ts';

/** What somebody wants of `npm run bench`. */
export type Wanted =
  | { readonly do: 'list' }
  | { readonly do: 'page' }
  | { readonly do: 'compare'; readonly files: readonly [string, string] }
  | {
      readonly do: 'run';
      readonly benches: readonly Bench[];
      readonly quick: boolean;
      /** Renew the page with the figures. */
      readonly write: boolean;
      /** Keep the figures in this file too. */
      readonly save?: string;
    };

export const USAGE = `\
npm run bench                          everything, some 20 minutes; writes docs/benchmarks.md
npm run bench -- NAME …                only these, with all details; --write takes their figures into the page
npm run bench -- --quick [NAME …]      shows that all works, in less than 2 minutes; its figures mean nothing
npm run bench -- --save FILE [NAME …]  keeps the figures in a file too
npm run bench -- --compare FILE FILE   how far the ratios of two such files are apart
npm run bench -- --page                writes the page anew from the figures that it has
npm run bench -- --list                their names`;

export class UsageError extends Error {}

const OPTIONS = {
  quick: { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  save: { type: 'string' },
  compare: { type: 'boolean', default: false },
  page: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
} as const;

export function readOptions(args: readonly string[], benches: readonly Bench[]): Wanted {
  const { values, positionals } = parse(args);
  if (values.list) return { do: 'list' };
  if (values.page) return { do: 'page' };
  if (values.compare) return { do: 'compare', files: twoFiles(positionals) };
  if (values.quick && (values.write || values.save !== undefined)) {
    throw new UsageError('--quick measures nothing that is worth keeping: leave out --write and --save');
  }
  const chosen = positionals.length === 0 ? benches : benchesOf(positionals, benches);
  const { quick, save } = values;
  const write = !quick && (values.write || (positionals.length === 0 && save === undefined));
  return { do: 'run', benches: chosen, quick, write, ...(save !== undefined && { save }) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

function twoFiles(names: readonly string[]): readonly [string, string] {
  const [one, other, ...more] = names;
  if (one !== undefined && other !== undefined && more.length === 0) return [one, other];
  throw new UsageError(`--compare needs two files that --save has written, and was given ${names.length}`);
}

function benchesOf(names: readonly string[], benches: readonly Bench[]): Bench[] {
  const known = benches.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return benches.filter(({ name }) => names.includes(name));
  const told = unknown.map((name) => `there is no bench '${name}'; ${nearest(name, known)}`);
  throw new UsageError([...told, '--list lists them all'].join('\n'));
}
