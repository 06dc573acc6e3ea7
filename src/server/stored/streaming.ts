import { addAbortSignal, Readable } from 'node:stream';

/**
 * Pieces as they are taken, after the first has come: whatever is wrong with the request is an error and no half answer. When the signal
 * aborts the rest is never made.
 */
export async function streamed(pieces: AsyncGenerator<string | Uint8Array>, signal: AbortSignal): Promise<Readable> {
  const first = await pieces.next();
  async function* all(): AsyncGenerator<string | Uint8Array> {
    if (first.done) return;
    yield first.value;
    yield* pieces;
  }
  const readable = Readable.from(all(), { objectMode: false });
  // Nobody may read it any more when the signal aborts: that is no fault.
  readable.on('error', () => {});
  // One that was never read has not begun with the pieces, and lets them stand where they are.
  readable.once('close', () => void pieces.return(undefined).catch(() => {}));
  return addAbortSignal(signal, readable);
}
