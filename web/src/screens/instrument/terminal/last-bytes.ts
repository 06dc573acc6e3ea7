/** A line of a dump: where it begins, its bytes in hex, and as text. */
export interface DumpLine {
  readonly at: string;
  readonly hex: string;
  readonly text: string;
}

const PER_LINE = 16;

/** The last bytes of a session, and how many there were before them. */
export class LastBytes {
  readonly #most: number;
  #bytes = new Uint8Array();
  #count = 0;

  constructor(most = 256) {
    this.#most = most;
  }

  add(bytes: Uint8Array): void {
    this.#count += bytes.length;
    const all = new Uint8Array(this.#bytes.length + bytes.length);
    all.set(this.#bytes);
    all.set(bytes, this.#bytes.length);
    this.#bytes = all.slice(-this.#most);
  }

  get count(): number {
    return this.#count;
  }

  dump(): DumpLine[] {
    const first = this.#count - this.#bytes.length;
    return Array.from({ length: Math.ceil(this.#bytes.length / PER_LINE) }, (_, line) => {
      const own = this.#bytes.subarray(line * PER_LINE, (line + 1) * PER_LINE);
      return {
        at: (first + line * PER_LINE).toString(16).padStart(6, '0'),
        hex: [...own].map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
        text: [...own].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
      };
    });
  }
}
