import { ParameterError } from '../kit/errors.ts';

/** `5`, `true`, `[1,2]` as JSON reads them; anything else is text. */
function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `NAME=value …`; all that are of another form are one error. */
export function parseAssignments(words: readonly string[]): Record<string, unknown> {
  const wrong = words.filter((word) => !/^[^=]+=/.test(word));
  if (wrong.length > 0) {
    throw new ParameterError(wrong.map((name) => ({ name, message: 'must be NAME=VALUE, e.g. interval=60' })));
  }
  return Object.fromEntries(
    words.map((word) => [word.slice(0, word.indexOf('=')), parseValue(word.slice(word.indexOf('=') + 1))]),
  );
}
