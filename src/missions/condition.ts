import type { Scalar, Value } from '../model/sample.ts';

/** What a condition speaks of: a field of a stream, or how an instrument stands. */
export type Reference =
  | { readonly of: 'field'; readonly instrument: string; readonly stream: string; readonly field: string }
  | { readonly of: StandingName; readonly instrument: string };

/** What can be said of an instrument besides the fields of its streams. */
export const STANDINGS = { state: 'string', late: 'boolean', alarms: 'number', warnings: 'number' } as const;
export type StandingName = keyof typeof STANDINGS;
const isStanding = (name: string): name is StandingName => Object.hasOwn(STANDINGS, name);

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** What a mission waits for, as it was written: `ctd.ctd.temp > 4.5 and not ctd.state == 'autosample'`. */
export type Condition =
  | { readonly is: 'compare'; readonly left: Reference; readonly by: Comparison; readonly right: Scalar }
  | { readonly is: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly is: 'not'; readonly part: Condition };

const TOKEN =
  /\s*(?:(?<number>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.])|'(?<text>[^']*)'|(?<sign><=|>=|==|!=|<|>|\(|\))|(?<word>[a-z_][a-z0-9_]*(?:\.[a-z_][a-z0-9_]*)*))/y;

interface Token {
  readonly at: number;
  /** As it was written; of a text without its quotes. */
  readonly text: string;
  readonly kind: 'number' | 'text' | 'sign' | 'word' | 'end';
}

const LONGEST = 1000;
const DEEPEST = 20;
const COMPARISONS = ['<', '<=', '>', '>=', '==', '!='] as const;
const isComparison = (text: string): text is Comparison => COMPARISONS.some((one) => one === text);

function tokensOf(text: string): Token[] {
  if (text.length > LONGEST) throw new SyntaxError(`is longer than ${LONGEST} characters`);
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  let at = 0;
  while (at < end) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (match === null) throw unexpected({ at, text: text.slice(at).trim().slice(0, 10), kind: 'sign' }, 'this here');
    const [kind, own = ''] = Object.entries(match.groups ?? {}).find(([, found]) => found !== undefined) ?? [];
    tokens.push({ at, text: own, kind: kind === 'number' || kind === 'text' || kind === 'word' ? kind : 'sign' });
    at = TOKEN.lastIndex;
  }
  return [...tokens, { at: end, text: '', kind: 'end' }];
}

const FORM = "such as ctd.ctd.temp > 4.5 and ctd.state == 'autosample'";

const unexpected = ({ kind, text, at }: Token, wanted: string): SyntaxError =>
  new SyntaxError(
    `${kind === 'end' ? 'ends' : `has '${text}'`} at character ${at + 1} where ${wanted} is wanted: a condition is ${FORM}`,
  );

/** Reads a condition; a `SyntaxError` says what is wrong and where. `and` binds more strongly than `or`. */
export function parseCondition(text: string): Condition {
  const tokens = tokensOf(text);
  let next = 0;
  let depth = 0;
  const now = (): Token => tokens[next]!; // there is always the end
  const take = (): Token => tokens[Math.min(next++, tokens.length - 1)]!;
  const isWord = (word: string): boolean => now().kind === 'word' && now().text === word;
  const isSign = (sign: string): boolean => now().kind === 'sign' && now().text === sign;

  function joined(is: 'and' | 'or', part: () => Condition): Condition {
    const parts = [part()];
    while (isWord(is)) {
      take();
      parts.push(part());
    }
    return parts.length === 1 ? parts[0]! : { is, parts };
  }
  const either = (): Condition => joined('or', () => joined('and', single));

  function single(): Condition {
    if (++depth > DEEPEST) throw new SyntaxError(`is nested more than ${DEEPEST} deep`);
    try {
      if (isWord('not')) {
        take();
        return { is: 'not', part: single() };
      }
      if (!isSign('(')) return comparison();
      take();
      const inner = either();
      if (!isSign(')')) throw unexpected(now(), "')'");
      take();
      return inner;
    } finally {
      depth--;
    }
  }

  function comparison(): Condition {
    const left = reference(take());
    const sign = take();
    if (sign.kind !== 'sign' || !isComparison(sign.text)) throw unexpected(sign, `one of ${COMPARISONS.join(' ')}`);
    return { is: 'compare', left, by: sign.text, right: literal(take()) };
  }

  const whole = either();
  if (now().kind !== 'end') throw unexpected(now(), "'and', 'or' or the end");
  return whole;
}

function reference(token: Token): Reference {
  const [instrument = '', second = '', field, ...more] = token.text.split('.');
  if (token.kind === 'word' && more.length === 0) {
    if (field !== undefined) return { of: 'field', instrument, stream: second, field };
    if (isStanding(second)) return { of: second, instrument };
  }
  const standings = Object.keys(STANDINGS).map((name) => `<instrument>.${name}`);
  throw unexpected(token, `<instrument>.<stream>.<field>, ${standings.join(', ')}`);
}

function literal(token: Token): Scalar {
  if (token.kind === 'number') return Number(token.text);
  if (token.kind === 'text') return token.text;
  if (token.kind === 'word' && (token.text === 'true' || token.text === 'false')) return token.text === 'true';
  throw unexpected(token, "a number, a 'text', true or false");
}

/** Everything that a condition speaks of, each with what it is compared with. */
export function comparisonsOf(condition: Condition): Extract<Condition, { is: 'compare' }>[] {
  switch (condition.is) {
    case 'compare':
      return [condition];
    case 'not':
      return comparisonsOf(condition.part);
    default:
      return condition.parts.flatMap(comparisonsOf);
  }
}

/** Whether it holds; undefined as long as that depends on a value that is not known. */
export function holds(condition: Condition, known: (reference: Reference) => Value | undefined): boolean | undefined {
  switch (condition.is) {
    case 'compare':
      return compare(known(condition.left), condition.by, condition.right);
    case 'not': {
      const part = holds(condition.part, known);
      return part === undefined ? undefined : !part;
    }
    default: {
      const decides = condition.is === 'or';
      const parts = condition.parts.map((part) => holds(part, known));
      return parts.includes(decides) ? decides : parts.includes(undefined) ? undefined : !decides;
    }
  }
}

function compare(left: Value | undefined, by: Comparison, right: Scalar): boolean | undefined {
  if (left === undefined || left === null || typeof left !== typeof right) return undefined;
  if (typeof left === 'number' && Number.isNaN(left)) return undefined;
  switch (by) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
