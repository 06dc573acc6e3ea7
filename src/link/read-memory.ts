/** How the memory is laid out that a link reads into, for who adds to what it read without a copy. */
export interface ReadLayout {
  /** So many bytes in front of each chunk are free. */
  readonly room: number;
  /** No chunk is longer, in bytes. */
  readonly longest: number;
}

/** Memory to read into: chunks lie one behind the other, and none of it is used twice, so that views of it stay good. */
export interface ReadMemory {
  readonly room: number;
  /** Where the next bytes are to be put. */
  free(): Uint8Array;
  /** The first `length` bytes of what is free have come. */
  take(length: number): Uint8Array;
}

/** Blocks are as large as the rate needs: those of an instrument that says little stay small. */
const SMALLEST = 4 << 10;
const LARGEST = 1 << 20;
const GROWTH = 4;

export function readMemory({ room, longest }: ReadLayout): ReadMemory {
  let size = SMALLEST;
  let block = new Uint8Array(0);
  let at = 0;
  let filled = false;

  /** A read that fills all there is, is a sign that more was waiting. */
  function nextBlock(): void {
    size = filled ? Math.min(size * GROWTH, LARGEST) : Math.max(size / GROWTH, SMALLEST);
    const { buffer } = Buffer.allocUnsafeSlow(size);
    block = new Uint8Array(buffer);
    at = 0;
    filled = false;
  }

  const offered = (): number => Math.min(block.length - at - room, longest);

  return {
    room,
    free() {
      if (offered() < Math.min(longest, size / GROWTH)) nextBlock();
      return block.subarray(at + room, at + room + offered());
    },
    take(length) {
      filled ||= length === offered();
      const start = at + room;
      at = start + length;
      return block.subarray(start, at);
    },
  };
}
