import type { BlockField, BlockStream, LineStream } from '../definition/stream.ts';
import { mapValues } from '../kit/records.ts';
import type { Value } from '../model/sample.ts';
import { bytesReader } from './bytes-reader.ts';
import { type Content, compileLiteral, compileReader } from './compile-reader.ts';
import { isPlain, type Line, textOf } from './line-text.ts';

type Groups = Readonly<Record<string, string | undefined>>;

/** A record in a text, from the character with this number on. */
interface InText {
  readonly at: number;
  readonly content: Content;
}

export interface LineMatcher {
  readonly stream: string;
  /** What a line holds from its beginning on, as its bytes tell. */
  begins(line: Line): Content | undefined;
  /** What a line holds from a character on, or behind it; `undefined` when there is no record of this stream. */
  find(line: Line, character: number): InText | undefined;
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

export function lineMatcher(stream: string, definition: LineStream): LineMatcher {
  const names = groupNames(definition.pattern);
  const read = textReader(definition, names);
  const inBytes = bytesReader(definition, names);
  return {
    stream,
    begins: inBytes?.read ?? (() => undefined),
    find(line, character) {
      // Its bytes were asked before.
      if (character === 0 && inBytes?.anchored && isPlain(line)) return undefined;
      const found = read(textOf(line).slice(character));
      return found && { at: character + found.at, content: found.content };
    },
  };
}

/** Reads what the pattern finds anywhere in a text. */
function textReader(
  { pattern, fields, deviceTime }: LineStream,
  names: readonly (string | undefined)[],
): (text: string) => InText | undefined {
  const regex = withoutNames(pattern);
  const groupsOf = compileLiteral<RegExpExecArray, Groups>(
    Object.fromEntries(
      names.flatMap((name, i) => (name === undefined ? [] : [[name, (match: RegExpExecArray) => match[i + 1]]])),
    ),
  );
  const read = compileReader<RegExpExecArray>(
    mapValues(fields, (field, name) => {
      const group = names.indexOf(name) + 1;
      return (match: RegExpExecArray): Value => field.read(match[group]);
    }),
    deviceTime && ((match, _, values) => deviceTime(groupsOf(match, 0), values)),
  );
  return (text) => {
    const match = regex.exec(text);
    return match === null ? undefined : { at: match.index, content: read(match, 0) };
  };
}

export interface BlockMatcher {
  readonly stream: string;
  readonly longest: number;
  /** The prompt ends it. */
  readonly prompted: boolean;
  begins(line: string): boolean;
  ends(line: string): boolean;
  read(block: string): Content;
}

function readField({ pattern, field, optional, all }: BlockField, block: string): Value {
  if (all) return readAll(pattern, field, block);
  const match = pattern.exec(block);
  if (match === null && optional) return null;
  if (match === null) throw new SyntaxError(`nothing matches ${pattern}`);
  return field.read(match.length > 1 ? match[1] : match[0]);
}

function readAll(pattern: RegExp, field: BlockField['field'], block: string): Value[] {
  const every = new RegExp(pattern.source, `${pattern.flags}g`);
  return [...block.matchAll(every)].map((match) => field.read(match[1] ?? match[0]));
}

export function blockMatcher(stream: string, { from, to, longest, fields, deviceTime }: BlockStream): BlockMatcher {
  const read = compileReader<string>(
    Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, (block: string): Value => readField(field, block)]),
    ),
    deviceTime && ((block) => deviceTime(block)),
  );
  return {
    stream,
    longest,
    prompted: to === undefined,
    begins: (line) => from.test(line),
    ends: (line) => to?.test(line) ?? false,
    read: (block) => read(block, 0),
  };
}
