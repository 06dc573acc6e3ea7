import type { Nanos } from '../kit/time.ts';

/** A stretch of bytes that was found in a file. */
export interface InputPiece {
  readonly direction: 'received' | 'sent';
  readonly bytes: Uint8Array;
  /** Arrival of the first byte, where the file tells. */
  readonly time?: Nanos;
}

export interface InputDecoder {
  push(bytes: Uint8Array): readonly InputPiece[];
  /** The file is over. */
  end(): readonly InputPiece[];
  /** How many bytes were so damaged that they could not be read as what the file holds. */
  readonly unreadable: number;
}
