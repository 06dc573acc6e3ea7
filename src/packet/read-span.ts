import { concatBytes } from '../kit/bytes.ts';
import { ParameterError } from '../kit/errors.ts';
import type { LogSpan } from '../model/sample.ts';
import { HEADER_SIZE } from './codec.ts';
import { readLog } from './log-reader.ts';
import { formatPosition } from './position.ts';
import type { Generation } from './types.ts';

/**
 * The bytes that a sample was decoded from: `length` bytes from the instrument, beginning at the payload byte that stands at
 * `offset` of that day's file. They may go over several packets, others in between, and into the next day. Rejects with a
 * `ParameterError` when no such byte stands there, or the log ends before all have come.
 */
export async function readSpan(
  dir: string,
  span: LogSpan,
  options: { readonly generation?: Generation; readonly signal?: AbortSignal } = {},
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let missing = span.length;
  for await (const batch of readLog(dir, { ...options, from: span })) {
    for (const { packet } of batch) {
      const first = parts.length === 0;
      const skip = first ? span.offset - packet.offset - HEADER_SIZE : 0;
      if (first && (packet.type !== 'DATA_FROM_INSTRUMENT' || skip < 0 || skip >= packet.payload.length)) {
        throw new ParameterError(`position ${formatPosition(span)} is not that of a byte from the instrument`);
      }
      if (packet.type !== 'DATA_FROM_INSTRUMENT') continue;
      const part = packet.payload.subarray(skip, skip + missing);
      parts.push(part);
      missing -= part.length;
      if (missing <= 0) return new Uint8Array(concatBytes(parts));
    }
  }
  throw new ParameterError(
    `position ${formatPosition(span)}: the log ends ${missing} bytes before the ${span.length} bytes that were asked for`,
  );
}
