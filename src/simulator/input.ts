import { BREAK } from './rules.ts';

/** Cuts what is received into the things that the instrument looks at. */
export interface Input {
  /** Takes one more character and returns its echo. */
  feed(character: string): string;
  /** The next whole thing, if there is one. */
  next(): string | undefined;
  /** Nothing more came for a while: what is there must do. */
  idle(): string | undefined;
  /** Something was begun. */
  readonly partial: boolean;
}

const LONGEST_LINE = 1024;

/** Lines, ended by CR, LF or both; and texts that are understood without one, as soon as they are there. */
export function lineInput(immediate: readonly string[]): Input {
  const whole: string[] = [];
  let line = '';
  let afterCr = false;
  const end = (): void => {
    whole.push(line);
    line = '';
  };
  return {
    feed(character) {
      const second = afterCr && character === '\n';
      afterCr = character === '\r';
      if (second || character === '\0') return '';
      if (character === '\r' || character === '\n') {
        end();
        return '\r\n';
      }
      if (character === BREAK) line = '';
      if (line.length < LONGEST_LINE) line += character;
      const found = immediate.find((text) => line.endsWith(text));
      if (found !== undefined) {
        line = found;
        end();
      }
      return character === BREAK ? '' : character;
    },
    next: () => whole.shift(),
    idle: () => undefined,
    get partial() {
      return line !== '';
    },
  };
}

/** Something that begins with this text and is followed by so many more bytes. */
export interface Expected {
  readonly text: string;
  readonly more: number;
}

/**
 * Bytes without line ends: the longest thing that fits is taken once nothing longer can come of it. What can become nothing is
 * given out by itself.
 */
export function byteInput(expected: readonly Expected[]): Input {
  let held = '';
  const begins = (text: string, { text: wanted, more }: Expected): boolean =>
    text.length < wanted.length
      ? wanted.startsWith(text)
      : text.length < wanted.length + more && text.startsWith(wanted);
  const promising = (text: string): boolean => expected.some((one) => begins(text, one));
  const longestWhole = (): number =>
    Math.max(
      0,
      ...expected
        .filter(({ text, more }) => held.length >= text.length + more && held.startsWith(text))
        .map(({ text, more }) => text.length + more),
    );
  const shortest = Math.min(...expected.map(({ text, more }) => text.length + more));
  /** As much as could be a command is refused as one; 0 is to wait for more. */
  const useless = (): number => {
    for (let length = 1; length < held.length; length++) if (promising(held.slice(length))) return length;
    return held.length < shortest ? 0 : held.length;
  };
  const take = (length: number): string => {
    const taken = held.slice(0, length);
    held = held.slice(length);
    return taken;
  };
  return {
    feed(character) {
      held += character;
      return character === BREAK ? '' : character;
    },
    next: () => (held === '' || promising(held) ? undefined : take(longestWhole() || useless()) || undefined),
    idle: () => (held === '' ? undefined : take(held.length)),
    get partial() {
      return held !== '';
    },
  };
}
