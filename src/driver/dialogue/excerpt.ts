import { concatBytes, escapeBytes } from '../../kit/bytes.ts';

/** So much of each direction is kept for the transcript and for errors. */
const KEPT = 8192;

/** The beginning of a longer stretch of bytes, and how long it was. */
export interface Excerpt {
  add(bytes: Uint8Array): void;
  readonly bytes: Uint8Array;
  /** Readable, on one line; says when there was more. */
  readonly text: string;
}

export function excerpt(): Excerpt {
  const parts: Uint8Array[] = [];
  let kept = 0;
  let total = 0;
  return {
    add(bytes) {
      total += bytes.length;
      if (kept >= KEPT) return;
      // A copy: the bytes may be a view of a buffer that is used again.
      const part = bytes.slice(0, KEPT - kept);
      kept += part.length;
      parts.push(part);
    },
    get bytes() {
      return concatBytes(parts);
    },
    get text() {
      return escapeBytes(concatBytes(parts)) + (total > kept ? `… (${total} bytes)` : '');
    },
  };
}
