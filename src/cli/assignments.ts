import { ParameterError } from '../kit/errors.ts';

/** `5`, `true`, `[1,2]` as JSON reads them; anything else is text. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `NAME=value …`; all that are of another form, or there twice, are one error. */
export function parseAssignments(words: readonly string[]): Record<string, unknown> {
  const wrong = words.filter((word) => !/^[^=]+=/.test(word));
  const pairs = words
    .filter((word) => !wrong.includes(word))
    .map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] as const);
  const twice = pairs.map(([name]) => name).filter((name, i, all) => all.indexOf(name) < i);
  const issues = [
    ...wrong.map((name) => ({ name, message: 'must be NAME=VALUE, e.g. interval=60' })),
    ...twice.map((name) => ({ name, message: 'is given more than once' })),
  ];
  if (issues.length > 0) throw new ParameterError(issues);
  return Object.fromEntries(pairs.map(([name, text]) => [name, parseValue(text)]));
}
