/** The bytes that a stream's last record was made of: the same bytes make the same record, and need not be read to know that. */
export class SectionMemory {
  readonly #last = new Map<string, Buffer>();

  isSame(stream: string, bytes: Buffer, start: number, end: number): boolean {
    const last = this.#last.get(stream);
    return last !== undefined && bytes.compare(last, 0, last.length, start, end) === 0;
  }

  keep(stream: string, bytes: Buffer, start: number, end: number): void {
    this.#last.set(stream, Buffer.from(bytes.subarray(start, end)));
  }
}
