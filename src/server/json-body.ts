import { describeError, ParameterError } from '../kit/errors.ts';

/** Deeper than anything that is asked for; deeper still, and checking it would not end well. */
const DEEPEST = 64;

const wrong = (message: string): ParameterError => new ParameterError([{ where: 'the body', name: 'JSON', message }]);

/** A body as JSON; nothing where there is none. */
export function readJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  if (depthOf(text) > DEEPEST) throw wrong(`is nested more than ${DEEPEST} deep`);
  try {
    return JSON.parse(text, withoutPrototype);
  } catch (error) {
    throw error instanceof ParameterError ? error : wrong(`cannot be read: ${describeError(error)}`);
  }
}

function withoutPrototype(name: string, value: unknown): unknown {
  if (name === '__proto__') throw wrong("has a member '__proto__', which nothing may be called");
  return value;
}

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isText = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (isText && character === '\\') i++;
    else if (character === '"') isText = !isText;
    else if (isText) continue;
    else if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if (character === ']' || character === '}') depth--;
  }
  return deepest;
}
