import { escapeBytes, toBytes } from '../kit/bytes.ts';

/** Text as a string of source code; bytes above ASCII are written as `\xHH`. */
export const quoted = (text: string): string => `'${escapeBytes(toBytes(text)).replaceAll("'", "\\'")}'`;

/** A text of several lines as a template with one line of source for each; a short one as a string. */
export function quotedLines(text: string): string {
  const lines = text.split(/(?<=\n)/);
  if (lines.length < 3) return quoted(text);
  const body = lines.map((line) => {
    const ended = line.endsWith('\n');
    const safe = escapeBytes(toBytes(ended ? line.slice(0, -1) : line)).replace(/`|\$\{/g, '\\$&');
    return ended ? `${safe}\n` : safe;
  });
  return `\`\\\n${body.join('')}\``;
}

/** The text as the source of a regular expression that matches just it. */
export const patternOf = (text: string): string =>
  Array.from(text, (character) =>
    /[.*+?^${}()|[\]\\/]/.test(character) ? `\\${character}` : escapeBytes(toBytes(character)),
  ).join('');

/** Bytes as a list of numbers in source code. */
export const byteList = (bytes: Iterable<number>): string =>
  `[${Array.from(bytes, (byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(', ')}]`;

/** `{ a: 1, b: 2 }` over several lines, each entry with a comma; `{}` for none. */
export function objectOf(entries: readonly string[], indent: string): string {
  if (entries.length === 0) return '{}';
  return `{\n${entries.map((entry) => `${indent}  ${entry},\n`).join('')}${indent}}`;
}
