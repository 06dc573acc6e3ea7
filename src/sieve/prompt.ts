/** A prompt where no line should have one: it is not ended by a newline, so the next record stands behind it on its line. */
export interface Prompt {
  /** Where the line's own text begins: behind the last prompt, as in `S>#55.9044`; 0 where there is none. */
  endIn(line: string): number;
  /** How many characters at the line's beginning are a prompt. */
  leading(line: string): number;
}

const NONE: Prompt = { endIn: () => 0, leading: () => 0 };

/** From the pattern that finds a prompt at the end of what came. */
export function promptInLine(pattern: RegExp): Prompt {
  const source = pattern.source.replace(/(?:\\s\*)?\$$/, '');
  const flags = pattern.flags.replace(/[gy]/g, '');
  if (new RegExp(source, flags).test('')) return NONE;
  const anywhere = new RegExp(source, `${flags}g`);
  const leading = new RegExp(`^(?:${source})`, flags);
  return {
    endIn(line) {
      let end = 0;
      for (const match of line.matchAll(anywhere)) end = match.index + match[0].length;
      return end;
    },
    leading: (line) => leading.exec(line)?.[0].length ?? 0,
  };
}
