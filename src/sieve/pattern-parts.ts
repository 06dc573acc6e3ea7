/** A regular expression as far as its parts can be looked for in bytes, one byte a character. */
export type Part = Run | Choice | Look | { readonly kind: 'start' | 'end' };

/** So many characters, each one of those whose table entry is 1. */
export interface Run {
  readonly kind: 'run';
  readonly table: Uint8Array;
  readonly min: number;
  readonly max: number;
}

/** One of several ways, the first that fits what follows. */
export interface Choice {
  readonly kind: 'choice';
  /** The number of the group, where it captures. */
  readonly group: number | undefined;
  /** The numbers of all that capture in it. */
  readonly inside: readonly number[];
  readonly ways: readonly Parts[];
  readonly optional: boolean;
}

/** What must stand, or must not stand, before or behind a place. */
export interface Look {
  readonly kind: 'look';
  readonly behind: boolean;
  readonly negated: boolean;
  readonly ways: readonly Parts[];
}

export type Parts = readonly Part[];

/** More than any line has. */
const MANY = 2 ** 30;

/** A group that may stand there more often is left to the engine. */
const MOST_TIMES = 8;

/** One character, or a class of them. */
const ATOM = /\\[dDsSwWtrnvf]|\\x[0-9a-fA-F]{2}|\\[^\w]|\[(?:\\.|[^\]\\])*\]|[^\\^$*+?()[\]{}|]/y;
const QUANTIFIER = /([*+?]|\{(\d+)(?:(,)(\d*))?\})(?!\?)/y;
const GROUP = /\((?:\?:|\?<([A-Za-z_]\w*)>|(\?<?[=!]))?/y;
const COUNTS: Readonly<Record<string, readonly [number, number]>> = {
  '*': [0, MANY],
  '+': [1, MANY],
  '?': [0, 1],
};

const tables = new Map<string, Uint8Array>();

/** 1 for each byte that an atom means, by the engine's own judgement. NULs in a line are no characters. */
function tableOf(atom: string): Uint8Array {
  const known = tables.get(atom);
  if (known !== undefined) return known;
  const one = new RegExp(`^${atom}$`);
  const table = Uint8Array.from({ length: 256 }, (_, byte) => Number(byte > 0 && one.test(String.fromCharCode(byte))));
  tables.set(atom, table);
  return table;
}

/** The least and the most characters that parts match. */
export function lengthOf(parts: Parts): readonly [least: number, most: number] {
  let least = 0;
  let most = 0;
  for (const part of parts) {
    if (part.kind === 'run') {
      least += part.min;
      most += part.max;
    } else if (part.kind === 'choice') {
      const lengths = part.ways.map(lengthOf);
      least += part.optional ? 0 : Math.min(...lengths.map(([one]) => one));
      most += Math.max(...lengths.map(([, one]) => one));
    }
  }
  return [least, most];
}

const choice = (ways: readonly Parts[], optional: boolean): Choice => ({
  kind: 'choice',
  group: undefined,
  inside: [],
  ways,
  optional,
});

/** Written out: each time that it may be there once more stands in the one before. */
function repeated(ways: readonly Parts[], min: number, max: number): Choice {
  const once = choice(ways, false);
  let more: Parts = [];
  for (let times = max; times > min; times--) more = [choice([[once, ...more]], true)];
  return choice([[...Array.from({ length: min }, () => once), ...more]], false);
}

class Beyond extends Error {}

/** The parts of a pattern; `undefined` where it has others than these, and only the engine can tell what it matches. */
export function partsOf({ source, flags }: RegExp): Parts | undefined {
  if (/[imsuv]/.test(flags)) return undefined;
  try {
    return parse(source);
  } catch (error) {
    if (error instanceof Beyond) return undefined;
    throw error;
  }
}

function parse(source: string): Parts {
  let at = 0;
  let groups = 0;

  const take = (token: RegExp): RegExpExecArray | undefined => {
    token.lastIndex = at;
    const match = token.exec(source);
    if (match === null) return undefined;
    at += match[0].length;
    return match;
  };

  const count = (): readonly [number, number] => {
    const match = take(QUANTIFIER);
    if (match === undefined) return [1, 1];
    const [, sign = '', min, comma, max] = match;
    if (min === undefined) return COUNTS[sign]!;
    if (comma === undefined) return [Number(min), Number(min)];
    return [Number(min), max === '' ? MANY : Number(max)];
  };

  const part = (): Part => {
    if (source[at] === '^' || source[at] === '$') return { kind: source[at++] === '^' ? 'start' : 'end' };
    const atom = take(ATOM);
    if (atom !== undefined) {
      const [min, max] = count();
      return { kind: 'run', table: tableOf(atom[0]), min, max };
    }
    const opening = take(GROUP);
    if (opening === undefined) throw new Beyond();
    return group(opening);
  };

  const group = ([opening, , look]: RegExpExecArray): Part => {
    const captures = look === undefined && opening !== '(?:';
    const number = captures ? ++groups : undefined;
    const inside = number === undefined ? [] : [number];
    const before = groups;
    const ways = choices();
    for (let inner = before + 1; inner <= groups; inner++) inside.push(inner);
    if (source[at++] !== ')') throw new Beyond();
    const [min, max] = count();
    if (look !== undefined) {
      const behind = look.startsWith('?<');
      const isFixed = ways.map(lengthOf).every(([least, most]) => least === most);
      if (inside.length > 0 || min !== 1 || max !== 1 || (behind && !isFixed)) throw new Beyond();
      return { kind: 'look', behind, negated: look.endsWith('!'), ways };
    }
    const canBeNothing = ways.some((way) => lengthOf(way)[0] === 0);
    if (max > 1 || (min === 0 && canBeNothing)) {
      if (inside.length > 0 || canBeNothing || max > MOST_TIMES) throw new Beyond();
      return repeated(ways, min, max);
    }
    return { kind: 'choice', group: number, inside, ways, optional: min === 0 };
  };

  const choices = (): Parts[] => {
    const ways: Part[][] = [[]];
    while (at < source.length && source[at] !== ')') {
      if (source[at] === '|') {
        ways.push([]);
        at++;
      } else ways.at(-1)!.push(part());
    }
    return ways;
  };

  const ways = choices();
  const allGroups = Array.from({ length: groups }, (_, i) => i + 1);
  if (at < source.length) throw new Beyond();
  return ways.length === 1
    ? ways[0]!
    : [{ kind: 'choice', group: undefined, inside: allGroups, ways, optional: false }];
}
