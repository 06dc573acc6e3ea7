import { toText } from '../../kit/bytes.ts';

const CR = 0x0d;
const LF = 0x0a;

/** What came in answer so far: grows at its end, and loses what does not belong to it. */
export interface ReplyBuffer {
  readonly length: number;
  push(bytes: Uint8Array): void;
  /** Takes out a sample, and the line end behind it; also one whose first part came before the buffer began. Whether it stood there whole. */
  cut(sample: Uint8Array): boolean;
  remove(from: number, to: number): void;
  /** The last bytes as text, at most so many. */
  tail(count: number): string;
  /** A view of what is there; valid until the buffer changes. */
  bytes(): Buffer;
}

/** `newline` is false for instruments that do not talk in lines: what follows a sample is then left alone. */
export function replyBuffer(options: { readonly newline: boolean }): ReplyBuffer {
  let store = Buffer.alloc(256);
  let length = 0;
  let begins = true;

  const view = (): Buffer => store.subarray(0, length);

  function remove(from: number, to: number): void {
    if (from === 0 && to > 0) begins = false;
    store.copyWithin(from, to, length);
    length -= to - from;
  }

  function afterLineEnd(index: number): number {
    if (!options.newline || index === 0 || store[index - 1] === LF) return index;
    const feed = store[index] === CR ? index + 1 : index;
    return feed < length && store[feed] === LF ? feed + 1 : index;
  }

  /** How much of the sample's end stands at the buffer's front. */
  function overhang(sample: Uint8Array): number {
    for (let count = Math.min(length, sample.length - 1); count > 0; count--) {
      if (
        view()
          .subarray(0, count)
          .equals(sample.subarray(sample.length - count))
      )
        return count;
    }
    return 0;
  }

  return {
    get length() {
      return length;
    },
    push(bytes) {
      if (length + bytes.length > store.length) {
        const larger = Buffer.alloc(Math.max(2 * store.length, length + bytes.length));
        view().copy(larger);
        store = larger;
      }
      store.set(bytes, length);
      length += bytes.length;
    },
    cut(sample) {
      const at = view().indexOf(sample);
      if (at >= 0) {
        remove(at, afterLineEnd(at + sample.length));
        return true;
      }
      if (begins) remove(0, afterLineEnd(overhang(sample)));
      return false;
    },
    remove,
    tail: (count) => toText(store.subarray(Math.max(0, length - count), length)),
    bytes: view,
  };
}
