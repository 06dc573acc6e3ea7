/** A part of a line: words and signs that stay, or a value. */
export interface Token {
  readonly kind: 'text' | 'number' | 'hex' | 'time';
  readonly text: string;
  /** White space stands before it. */
  readonly spaced: boolean;
}

const VALUE = new RegExp(
  [
    String.raw`(?<time>\d{1,4}[-/]\d{1,2}[-/]\d{1,4}(?:[ T]\d\d:\d\d:\d\d(?:\.\d+)?)?|\d\d:\d\d:\d\d(?:\.\d+)?|\d{1,2} [A-Z][a-z]{2} \d{4}(?:,? \d\d:\d\d:\d\d)?)`,
    String.raw`(?<hex>(?<![\w.])(?=[0-9A-Fa-f]*[A-Fa-f])(?=[0-9A-Fa-f]*\d)(?:[0-9A-Fa-f]{2}){3,}(?![\w.])|^[0-9A-F]{12,}$)`,
    String.raw`(?<number>(?<![\w.])[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?(?![\w.]))`,
  ].join('|'),
  'g',
);

/** Takes a line apart. */
export function tokensOf(line: string): readonly Token[] {
  const tokens: Token[] = [];
  const put = (kind: Token['kind'], text: string): void => {
    const trimmed = text.trim();
    if (trimmed === '') return;
    tokens.push({ kind, text: trimmed, spaced: /^\s/.test(text) });
  };
  let at = 0;
  for (const match of line.matchAll(VALUE)) {
    const before = line.slice(at, match.index);
    put('text', before);
    const { time, hex } = match.groups ?? {};
    const kind = time !== undefined ? 'time' : hex !== undefined ? 'hex' : 'number';
    tokens.push({ kind, text: match[0], spaced: /\s$/.test(before) });
    at = match.index + match[0].length;
  }
  put('text', line.slice(at));
  return tokens;
}

/** What lines of one form have in common. */
export const shapeOf = (tokens: readonly Token[]): string =>
  tokens
    .map(({ kind, text }) => {
      if (kind === 'text') return `'${text.replace(/\s+/g, ' ')}'`;
      return kind === 'number'
        ? 'n'
        : kind === 'hex'
          ? `h${text.length}`
          : `t${text.replace(/\d/g, '9').replace(/[A-Za-z]/g, 'a')}`;
    })
    .join(' ');

export const valuesOf = (tokens: readonly Token[]): readonly Token[] => tokens.filter(({ kind }) => kind !== 'text');
