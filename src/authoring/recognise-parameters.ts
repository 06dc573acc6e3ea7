import type { FoundParameter } from './findings.ts';
import { patternOf } from './source-text.ts';

const SETTING =
  /^[ \t]*([A-Za-z][A-Za-z0-9 _/().-]*?)[ \t]*([=:])[ \t]*([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.:/-])(?:[ \t]+(seconds?|s)\b)?/gm;

/** A label as a name: `sample interval` is `sample_interval`. */
export const nameOf = (label: string): string =>
  label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_\d]+|_+$/g, '');

/** Names that were typed with a value, as `INTERVAL=5`, by the name in small letters. */
export type Typed = ReadonlyMap<string, string>;

/** What is typed before the value: the name itself, or a word of it. */
const prefixOf = (name: string, typed: Typed): string | undefined =>
  typed.get(name) ?? name.split('_').flatMap((word) => typed.get(word) ?? [])[0];

/** How a number is written: its pattern, the word that reads it, and what that has to know. */
function formOf(shown: string): { pattern: string; word: 'int' | 'real'; info: string[]; again: string } {
  const value = Number(shown);
  if (/e/i.test(shown)) {
    const again = value.toExponential(6).replace(/e([-+])(\d)$/, 'e$10$2');
    return { pattern: '-?\\d\\.\\d+e[-+]\\d+', word: 'real', info: [], again };
  }
  const decimals = /\.(\d+)$/.exec(shown)?.[1]?.length;
  if (decimals === undefined) return { pattern: '-?\\d+', word: 'int', info: [], again: String(value) };
  return { pattern: '-?\\d+\\.\\d+', word: 'real', info: [`decimals: ${decimals}`], again: value.toFixed(decimals) };
}

/** Numbers that a reply shows as `name = value`, each once; those whose name was typed with a value may be set. */
export function parametersIn(command: string, reply: string, typed: Typed): readonly FoundParameter[] {
  const found: FoundParameter[] = [];
  for (const [, label = '', sign = '=', shown = '', seconds] of reply.matchAll(SETTING)) {
    const name = nameOf(label);
    const form = formOf(shown);
    const pattern = `^[ \\t]*${patternOf(label)} *${sign} *(${form.pattern})`;
    const matches = [...reply.matchAll(new RegExp(pattern, 'gm'))];
    // What is read must be shown again as it was: a number with leading zeros or a plus is not.
    if (name === '' || matches.length !== 1 || form.again !== shown || found.some((other) => other.name === name))
      continue;
    const info = [...(seconds === undefined ? [] : ["unit: 's'"]), ...form.info];
    const source = `${form.word}(/${pattern}/m${info.length > 0 ? `, { ${info.join(', ')} }` : ''})`;
    const prefix = prefixOf(name, typed);
    found.push({
      name,
      shownBy: command,
      source: prefix === undefined ? source : `settable('${prefix}', ${source})`,
      words: [form.word, ...(prefix === undefined ? [] : ['settable'])],
    });
  }
  return found;
}
