import { createHash } from 'node:crypto';
import { onceFor } from '../kit/once-for.ts';
import { version } from '../kit/version.ts';
import type { Instrument } from './instrument.ts';

const DIGITS = 16;

/** A text for anything a definition is made of, the same for the same; a function stands by its source. */
function textOf(part: unknown, above: readonly unknown[] = []): string {
  if (typeof part === 'function' || typeof part === 'bigint' || part instanceof RegExp) return String(part);
  if (part instanceof Uint8Array) return Buffer.from(part).toString('hex');
  if (typeof part !== 'object' || part === null) return part === undefined ? '' : JSON.stringify(part);
  if (above.includes(part)) return '↑';
  const within = (each: unknown): string => textOf(each, [...above, part]);
  if (Array.isArray(part)) return `[${part.map(within).join(',')}]`;
  if (part instanceof Map || part instanceof Set) return `(${[...part].map(within).join(',')})`;
  return `{${Object.entries(part)
    .map(([name, each]) => `${name}:${within(each)}`)
    .join(',')}}`;
}

/**
 * Which definition it is, `<Sonde's version>/<digest>`: another one for a definition that says something else. What a function has
 * captured is not seen.
 */
export const definitionDigest = onceFor(
  (definition: Instrument): string =>
    `${version}/${createHash('sha256').update(textOf(definition)).digest('hex').slice(0, DIGITS)}`,
);
