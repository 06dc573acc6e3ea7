/** Bytes as they are shown: what stands for one byte as text, and whether that is an escape. */
export interface Shown {
  readonly text: string;
  readonly escaped: boolean;
}

const NAMED: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

const showByte = (byte: number): Shown => {
  const named = NAMED[byte];
  if (named !== undefined) return { text: named, escaped: true };
  if (byte >= 0x20 && byte < 0x7f) return { text: String.fromCharCode(byte), escaped: false };
  return { text: `\\x${byte.toString(16).padStart(2, '0')}`, escaped: true };
};

const SHOWN: readonly Shown[] = Array.from({ length: 256 }, (_, byte) => showByte(byte));

/** A byte as text: `A`, `\r`, `\x1b`. */
export const shown = (byte: number): Shown => SHOWN[byte & 0xff]!;

export const hexOf = (byte: number): string => byte.toString(16).padStart(2, '0');

/** A byte beside its hex: what has no letter is a point. */
export const asciiOf = (byte: number): string => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·');

export const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));

/** Neighbours that are shown alike, as one: `T=4.1` and then `\r\n` as an escape. */
export function runsOf(bytes: Uint8Array): Shown[] {
  const runs: { text: string; escaped: boolean }[] = [];
  for (const byte of bytes) {
    const { text, escaped } = shown(byte);
    const last = runs.at(-1);
    if (last?.escaped === escaped) last.text += text;
    else runs.push({ text, escaped });
  }
  return runs;
}
