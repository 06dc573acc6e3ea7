import type { BlockField, BlockStream, LineStream } from '../definition/stream.ts';
import type { Nanos } from '../kit/time.ts';
import type { Value } from '../model/sample.ts';
import { compileLiteral, compileReader, type Judged } from './compile-reader.ts';

type Groups = Readonly<Record<string, string | undefined>>;

export interface LineMatcher {
  readonly stream: string;
  /** What the line holds; `undefined` when it is no record of this stream. */
  read(line: string): (Judged & { readonly device: Nanos | undefined }) | undefined;
}

/** The names of a pattern's groups by their number; `undefined` for those without a name. */
function groupNames(pattern: RegExp): (string | undefined)[] {
  const opening = /\\.|\[(?:\\.|[^\]\\])*\]|\((?!\?)|\(\?<([A-Za-z_]\w*)>/g;
  return [...pattern.source.matchAll(opening)].filter(([text]) => text.startsWith('(')).map(([, name]) => name);
}

/** The same pattern without names where nothing refers to them: the engine then makes no object of groups for each match. */
const withoutNames = (pattern: RegExp): RegExp =>
  new RegExp(
    /\\k</.test(pattern.source) ? pattern.source : pattern.source.replace(/\(\?<[A-Za-z_]\w*>/g, '('),
    pattern.flags.replace(/[gy]/g, ''),
  );

export function lineMatcher(stream: string, { pattern, fields, deviceTime }: LineStream): LineMatcher {
  const names = groupNames(pattern);
  const regex = withoutNames(pattern);
  const groupsOf = compileLiteral<RegExpExecArray, Groups>(
    Object.fromEntries(
      names.flatMap((name, i) => (name === undefined ? [] : [[name, (match: RegExpExecArray) => match[i + 1]]])),
    ),
  );
  const read = compileReader<RegExpExecArray>(
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => {
        const group = names.indexOf(name) + 1;
        return [name, (match: RegExpExecArray): Value => field.read(match[group])];
      }),
    ),
  );
  return {
    stream,
    read(line) {
      const match = regex.exec(line);
      if (match === null) return undefined;
      const { values, quality } = read(match, 0);
      return { values, quality, device: deviceTime && readTime(deviceTime, groupsOf(match, 0)) };
    },
  };
}

/** The instrument's clock where it can be read: a record is not lost because its clock shows nonsense. */
function readTime<Source>(read: (source: Source) => Nanos | undefined, source: Source): Nanos | undefined {
  try {
    return read(source);
  } catch {
    return undefined;
  }
}

export interface BlockMatcher {
  readonly stream: string;
  readonly longest: number;
  begins(line: string): boolean;
  ends(line: string): boolean;
  read(block: string): Judged & { readonly device: Nanos | undefined };
}

function readField({ pattern, field }: BlockField, block: string): Value {
  const match = pattern.exec(block);
  if (match === null) throw new SyntaxError(`nothing matches ${pattern}`);
  return field.read(match.length > 1 ? match[1] : match[0]);
}

export function blockMatcher(stream: string, { from, to, longest, fields, deviceTime }: BlockStream): BlockMatcher {
  const read = compileReader<string>(
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, (block: string): Value => readField(field, block)]),
    ),
  );
  return {
    stream,
    longest,
    begins: (line) => from.test(line),
    ends: (line) => to.test(line),
    read: (block) => ({ ...read(block, 0), device: deviceTime && readTime(deviceTime, block) }),
  };
}
