import { type Choice, type Look, lengthOf, type Part, type Parts, partsOf, type Run } from './pattern-parts.ts';

/** A pattern that is looked for in the bytes of a line: no text is made of what is only looked at. */
export interface BytePattern {
  /** Where each group begins and ends, as the last match left them: that of number n at 2n and 2n + 1; -1 for one that took no part. */
  readonly places: Int32Array;
  /** Where it does not stand at the beginning it stands nowhere. */
  readonly anchored: boolean;
  /** Whether it stands at `start`, as a regular expression would find it there in the text up to `end`. A NUL matches nothing. */
  match(bytes: Uint8Array, start: number, end: number): boolean;
}

/** Source text that looks at `at` and what follows it, and returns whether the rest of the pattern stands there. */
interface Code {
  readonly source: string;
  /** At least so many characters. */
  readonly least: number;
  /** 1 for each byte that it may stand at. */
  readonly first: Uint8Array;
}

const ANY = new Uint8Array(256).fill(1);
const NONE = new Uint8Array(256);
const FOUND: Code = { source: 'return true;', least: 0, first: ANY };

const union = (tables: readonly Uint8Array[]): Uint8Array =>
  NONE.map((_, byte) => Number(tables.some((table) => table[byte] === 1)));
const areDisjoint = (one: Uint8Array, other: Uint8Array): boolean =>
  !one.some((is, byte) => is === 1 && other[byte] === 1);

/**
 * The pattern for bytes; `undefined` where only the engine can tell what it matches. It is written as source text, of which only
 * numbers are the pattern's: what cannot go another way is one stretch of code.
 */
export function bytePattern(pattern: RegExp): BytePattern | undefined {
  const parts = partsOf(pattern);
  if (parts === undefined) return undefined;
  const { body, groups } = sourceOf(parts);
  const places = new Int32Array(2 * groups + 2);
  const match: BytePattern['match'] = new Function('places', body)(places);
  return { places, anchored: parts[0]?.kind === 'start', match };
}

/** Whether `byte` is one of a table's: as comparisons, for which nothing is fetched. */
function isIn(table: Uint8Array): string {
  const from = [...table.keys()].filter((byte) => table[byte] === 1 && table[byte - 1] !== 1);
  const to = [...table.keys()].filter((byte) => table[byte] === 1 && table[byte + 1] !== 1);
  const ranges = from.map((first, i) =>
    first === to[i] ? `byte === ${first}` : `(byte >= ${first} && byte <= ${to[i]})`,
  );
  return ranges.length === 0 ? 'false' : `(${ranges.join(' || ')})`;
}

/** Passes so many bytes, each of which must be such a one. A few are looked at without a loop: that is half as long again. */
function exactly(count: number, is: string): string {
  if (count > 16)
    return `for (const to = at + ${count}; at < to; at++) { byte = bytes[at]; if (!${is}) return false; }`;
  const each = Array.from({ length: count }, (_, i) => `byte = bytes[at + ${i}]; if (!${is}) return false;`);
  return `${each.join(' ')} at += ${count};`;
}

function sourceOf(pattern: Parts): { body: string; groups: number } {
  const steps: string[] = [];
  let groups = 0;

  const define = (source: string): string => {
    steps.push(`const step${steps.length} = (bytes, start, end, at) => { let byte; ${source} };`);
    return `step${steps.length - 1}`;
  };

  const sequence = (parts: Parts, then: Code): Code => parts.reduceRight((behind, part) => partOf(part, behind), then);

  const partOf = (part: Part, then: Code): Code => {
    switch (part.kind) {
      case 'start':
        return { ...then, source: `if (at !== start) return false; ${then.source}` };
      case 'end':
        return { ...then, source: `if (at !== end) return false; ${then.source}`, first: NONE };
      case 'run':
        return runOf(part, then);
      case 'look':
        return { ...then, source: `if (${part.negated ? '' : '!'}(${seen(part)})) return false; ${then.source}` };
      case 'choice':
        return choiceOf(part, then);
    }
  };

  /** As many as there are; then, as the engine does, one less as long as what follows does not stand there but might. */
  const runOf = ({ table, min, max }: Run, then: Code): Code => {
    const least = min + then.least;
    const first = min > 0 ? table : union([table, then.first]);
    const enough = `if (end - at < ${least}) return false;`;
    if (min === max) return { source: `${enough} ${exactly(min, isIn(table))} ${then.source}`, least, first };
    const is = `((byte = bytes[at]), ${isIn(table)})`;
    const all = `const from = at; for (const most = Math.min(at + ${max}, end); at < most && ${is}; ) at++;`;
    if (areDisjoint(table, then.first)) {
      const some = min > 0 ? `if (at < from + ${min}) return false;` : '';
      return { source: `${enough} { ${all} ${some} } ${then.source}`, least, first };
    }
    const next = define(then.source);
    const back = `for (at = Math.min(at, end - ${then.least}); at >= from + ${min}; at--) if (${next}(bytes, start, end, at)) return true;`;
    return { source: `${enough} ${all} ${back} return false;`, least, first };
  };

  const seen = ({ behind, ways }: Look): string =>
    ways
      .map((way) => {
        const back = behind ? lengthOf(way)[0] : 0;
        return `(at - ${back} >= start && ${define(sequence(way, FOUND).source)}(bytes, start, end, at - ${back}))`;
      })
      .join(' || ');

  const choiceOf = ({ group, inside, ways, optional }: Choice, then: Code): Code => {
    groups = Math.max(groups, ...inside);
    const inGroup = (way: Parts, behind: Code): Code => {
      if (group === undefined) return sequence(way, behind);
      const captured = sequence(way, { ...behind, source: `places[${2 * group + 1}] = at; ${behind.source}` });
      return { ...captured, source: `places[${2 * group}] = at; ${captured.source}` };
    };
    if (ways.length === 1 && !optional) return inGroup(ways[0]!, then);
    const next: Code = { ...then, source: `return ${define(then.source)}(bytes, start, end, at);` };
    const all = [...ways.map((way) => inGroup(way, next)), ...(optional ? [next] : [])];
    const forget = inside.map((number) => `places[${2 * number}] = places[${2 * number + 1}] = -1;`).join(' ');
    return {
      source: `${all.map(({ source }) => `${forget} if (${define(source)}(bytes, start, end, at)) return true;`).join(' ')} return false;`,
      least: Math.min(...all.map(({ least }) => least)),
      first: union(all.map(({ first }) => first)),
    };
  };

  const whole = define(sequence(pattern, FOUND).source);
  const body = `${steps.join('\n')} return (bytes, start, end) => ${whole}(bytes, start, end, start);`;
  return { body, groups };
}
