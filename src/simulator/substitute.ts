/** A stretch of a text and what is to stand there instead. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Makes all edits at once: their places are those in the text before. They must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}

/** The pattern's match with the places of its groups. */
export const matchWithIndices = (pattern: RegExp, text: string): RegExpExecArray | null =>
  new RegExp(pattern, pattern.hasIndices ? pattern.flags : `${pattern.flags}d`).exec(text);

/**
 * The text with `shown` in group 1 of the pattern, or in place of the whole match when it has no group. A group that did not
 * take part is put where the pattern then finds it. `undefined` when the pattern does not match, or has no place for it.
 */
export function substitute(text: string, pattern: RegExp, shown: string | undefined): string | undefined {
  const match = matchWithIndices(pattern, text);
  const whole = match?.indices?.[0];
  if (match === null || whole === undefined) return undefined;
  const [start, end] = match.length === 1 ? whole : (match.indices?.[1] ?? [-1, -1]);
  if (start >= 0) return text.slice(0, start) + (shown ?? '') + text.slice(end);
  if (shown === undefined || shown === '') return text;
  for (let at = whole[0]; at <= whole[1]; at++) {
    const candidate = text.slice(0, at) + shown + text.slice(at);
    const found = matchWithIndices(pattern, candidate);
    if (found?.[1] === shown && found[0].length === match[0].length + shown.length) return candidate;
  }
  return undefined;
}
