import type { KeyValue } from '../../../../../src/model/api/instrument.ts';

interface Stored {
  readonly stream: string;
  readonly rows: number;
}

/** While nobody has chosen: the stream that lists show values of, which stays the same while samples come; else the one with the most. */
export const firstStream = <S extends Stored>(
  streams: readonly S[],
  values: readonly Pick<KeyValue, 'stream'>[],
): S | undefined =>
  streams.find(({ stream, rows }) => rows > 0 && stream === values[0]?.stream) ??
  streams.toSorted((one, other) => other.rows - one.rows)[0];
