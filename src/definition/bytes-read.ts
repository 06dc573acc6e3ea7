/** Reads a number from a stretch of bytes, one for each character; `undefined` where only their text can tell. */
export type BytesRead = (bytes: Uint8Array, start: number, end: number) => number | undefined;

type TextRead = (text: string | undefined) => unknown;

/** By what reads the same from text: a field that was given another `read` has none of these. */
const known = new WeakMap<TextRead, BytesRead>();

/** The function for text, of which is now known how to read the same from bytes. */
export function readAlike<Read extends TextRead>(read: Read, fromBytes: BytesRead): Read {
  known.set(read, fromBytes);
  return read;
}

/** How a field is read without making text of it, where there is a way. */
export const bytesRead = (field: { readonly read: TextRead }): BytesRead | undefined => known.get(field.read);
