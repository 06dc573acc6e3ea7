/** What *Enter* sends. */
export const LINE_ENDINGS = {
  crlf: { title: 'CR LF', text: '\r\n' },
  cr: { title: 'CR', text: '\r' },
  lf: { title: 'LF', text: '\n' },
  none: { title: 'nothing', text: '' },
} as const;
export type LineEnding = keyof typeof LINE_ENDINGS;
export const LINE_ENDING_NAMES = Object.keys(LINE_ENDINGS).filter((name): name is LineEnding => name in LINE_ENDINGS);

/** The name of what an instrument ends its lines with. */
export const nameOfEnding = (text: string): LineEnding =>
  LINE_ENDING_NAMES.find((name) => LINE_ENDINGS[name].text === text) ?? 'crlf';

/** What was typed or pasted, with the lines ended as the instrument wants them. */
export const withEndings = (typed: string, ending: LineEnding): string =>
  typed.replace(/\r\n|\r|\n/g, LINE_ENDINGS[ending].text);

/** The server takes no longer message. */
const LONGEST = 65_536;

/** A text in pieces that are sent one after the other: somebody may paste a whole script. */
export const piecesOf = (text: string): string[] =>
  Array.from({ length: Math.ceil(text.length / LONGEST) }, (_, i) => text.slice(i * LONGEST, (i + 1) * LONGEST));

const NAMES: Readonly<Record<string, string>> = { '\r': '␍', '\n': '␊', '\x1b': '␛', '\t': '␉', '\b': '␈' };

/** Text with its control characters to be seen. */
export const visible = (text: string): string =>
  [...text]
    .map(
      (sign) =>
        NAMES[sign] ??
        (sign < ' ' || sign === '\x7f' ? `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}` : sign),
    )
    .join('');
