import assert from 'node:assert/strict';
import type { Instrument } from '../definition/instrument.ts';

/** As long as a line may be. */
const LENGTH = 16_384;
/** Milliseconds that a pattern may take over one; it takes a hundredth of that unless it looks at each byte again and again. */
const PATIENCE = 50;
const TRIES = 3;

/** What noise, a number, a table or hex digits look like when they do not end. */
const REPEATED = ['1', ' ', 'A', '1 ', '1,', '1.1 ', '\t', '1\t', 'a=', '<a>', '>', ':1', '-', '\r\n', '1\r\n', '\x01'];

const found = (value: unknown, path: string, seen: Set<unknown>): [path: string, pattern: RegExp][] => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  if (value instanceof RegExp) return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) => found(part, path === '' ? key : `${path}.${key}`, seen));
};

const fastest = (pattern: RegExp, text: string): number => {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < TRIES && best > PATIENCE; i++) {
    const start = performance.now();
    text.search(pattern);
    best = Math.min(best, performance.now() - start);
  }
  return best;
};

/** No pattern looks at a long line of nothing so often that what comes meanwhile has to wait. */
export function patternsAreQuick(definition: Instrument): void {
  for (const [path, pattern] of found(definition, '', new Set())) {
    for (const part of REPEATED) {
      const took = fastest(pattern, part.repeat(LENGTH / part.length));
      const line = `${LENGTH} characters of ${JSON.stringify(part)}`;
      assert(took <= PATIENCE, `${path}: ${pattern} takes ${Math.round(took)} ms over ${line}`);
    }
  }
}
