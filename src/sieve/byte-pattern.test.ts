import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { toBytes } from '../kit/bytes.ts';
import { type BytePattern, bytePattern } from './byte-pattern.ts';

/** The groups that a pattern captures at the beginning of a line, as the engine finds them in its text. */
function inText(pattern: RegExp, line: string): (string | undefined)[] | undefined {
  const match = pattern.exec(line);
  return match === null || match.index > 0 ? undefined : match.slice(1);
}

/** The same from bytes that stand between others. */
function inBytes({ places, match }: BytePattern, line: string): (string | undefined)[] | undefined {
  // The same before and behind: what it sees of its surroundings would be a match more often than not.
  if (!match(toBytes(`${line}${line}${line}`), line.length, 2 * line.length)) return undefined;
  return Array.from({ length: places.length / 2 - 1 }, (_, i) => {
    const [start = 0, end] = places.slice(2 * i + 2);
    return start < 0 ? undefined : line.slice(start - line.length, Number(end) - line.length);
  });
}

/** Lines of the characters that the pattern speaks of, as long as the interesting ones are. */
const lines = (characters: string, maxLength = 20) =>
  fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength });

test('a pattern finds in bytes what the engine finds in text', () => {
  for (const [pattern, characters] of [
    [/^a*ab$/, 'ab'],
    [/^(a+)(a*)(a{2})b?$/, 'ab'],
    [/^(a{1,2})(a{2,})$/, 'ab'],
    [/^(?:(a+)|(b))c/, 'abc'],
    [/^(a|ab)(c|bcd)(d*)$/, 'abcd'],
    [/^([ab]*)(?:,(a+))?(?:,(b+|a+b))?$/, 'ab,'],
    [/^a?(?:(b)|(c))?(a+|(a)b)$/, 'abc'],
    [/^#? *(-?\d{1,2}\.\d+|-?\d+\.\d+(?=, *-))(?:, *(-?\d+))?\s*$/, '#1-., '],
    [/^(\w+)(?!b)([^,]*),(.*)$/, 'ab,\n'],
    [/(?:# *)?(?<=^|[\s#>]|\]:)([0-9A-F]{2})([0-9A-F]*)([0-9A-F]{2})\s*$/, '#>] :1F'],
    [/^((?:a|ab){2})(b*)$/, 'ab'],
    [/^a((?:,a|,ab){1,3}),?(b*)/, 'ab,'],
    [/^(a(?:,-?\d){0,5})(?!,\d\.)/, 'a,-1.'],
    [/^(a{17})(.*)$/, 'a'],
    [/(?<!b)a|b(?<=ab|b)(a)/, 'ab'],
    [/a|^b|(c)/, 'abc'],
    [/^(?<first>\x61+)[\]b-]+(?<second>\/|\.)/, 'ab]-/.'],
  ] as const) {
    const bytes = bytePattern(pattern);
    assert.ok(bytes, `${pattern} is not looked for in bytes`);
    fc.assert(
      fc.property(lines(characters), (line) => {
        assert.deepEqual(inBytes(bytes, line), inText(pattern, line), JSON.stringify(line));
      }),
      { numRuns: 1000 },
    );
  }
});

test('a NUL is no character', () => {
  for (const pattern of [/^a.b/, /^a[^c]b/, /^a\Wb/, /^a\Db/]) {
    assert.equal(bytePattern(pattern)?.match(toBytes('a\0b'), 0, 3), false);
    assert.equal(bytePattern(pattern)?.match(toBytes('a-b'), 0, 3), true);
  }
});

test('what only the engine understands is left to it', () => {
  for (const pattern of [
    /^a/i,
    /^a$/m,
    /^a+?b/,
    /^(a)\1/,
    /^(?<x>a)\k<x>/,
    /^\bab/,
    /^(?:ab)*/,
    /^(?:a|b){9}/,
    /^(?:a|b?){2}/,
    /^(?:(a)|b){2}/,
    /^(?:a?)?b/,
    /^(?=(a))b/,
    /^a(?<=b+)/,
    /^\u0041/,
    /^\cA/,
  ])
    assert.equal(bytePattern(pattern), undefined, String(pattern));
});

test('a pattern that begins a line stands nowhere else', () => {
  assert.equal(bytePattern(/^a/)?.anchored, true);
  for (const pattern of [/a/, /(?<=^)a/, /^a|b/]) assert.equal(bytePattern(pattern)?.anchored, false, String(pattern));
});
