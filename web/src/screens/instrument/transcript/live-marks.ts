import { compare, HEADER_BYTES, type Place, readPlace } from './place.ts';
import type { Chunk } from './rows.ts';

/** Where in the log a sample stands that came live. */
export interface Span extends Place {
  readonly length: number;
  readonly stream: string;
  readonly time: string;
}

/** A sample's `log` as it is told live; nothing where it is of another link, or not in a log. */
export function spanOf(
  log: unknown,
  sample: Pick<Span, 'stream' | 'time'>,
  link: string | undefined,
): Span | undefined {
  if (typeof log !== 'object' || log === null || !('day' in log && 'offset' in log && 'length' in log))
    return undefined;
  const { day, offset, length } = log;
  if (typeof day !== 'string' || typeof offset !== 'number' || typeof length !== 'number') return undefined;
  const own = 'link' in log ? log.link : undefined;
  return link !== undefined && own !== undefined && own !== link ? undefined : { day, offset, length, ...sample };
}

export interface Laid {
  readonly chunks: readonly Chunk[];
  /** Those whose bytes have not all come yet. */
  readonly waiting: readonly Span[];
}

/** Marks the stretches that are records: what is told live of bytes does not say it, what is told live of samples does. */
export function laidOver(chunks: readonly Chunk[], spans: readonly Span[]): Laid {
  const next = [...chunks];
  const waiting = spans.filter((span) => !lay(next, span));
  return { chunks: next, waiting };
}

/** True where nothing is left to be laid: all of it is, or it lies before what is held. */
function lay(chunks: Chunk[], span: Span): boolean {
  const first = chunks.findLastIndex(({ position }) => startsBefore(position, span));
  if (first < 0) return chunks.length > 0;
  let left = span.length;
  for (let i = first; i < chunks.length && left > 0; i++) {
    const chunk = chunks[i]!;
    if (chunk.direction !== 'received') continue;
    const from = i === first ? span.offset - payloadOf(chunk) : 0;
    if (from >= chunk.bytes.length) return false;
    const to = Math.min(chunk.bytes.length, from + left);
    left -= to - from;
    chunks[i] = withMark(chunk, { from, to, stream: span.stream, time: span.time });
  }
  return left <= 0;
}

const payloadOf = ({ position }: Chunk): number => (readPlace(position)?.offset ?? 0) + HEADER_BYTES;

function startsBefore(position: string, span: Span): boolean {
  const place = readPlace(position);
  return place !== undefined && place.day === span.day && compare(place, span) <= 0;
}

function withMark(chunk: Chunk, mark: Chunk['matched'][number]): Chunk {
  const isThere = chunk.matched.some(
    ({ from, to, stream }) => from === mark.from && to === mark.to && stream === mark.stream,
  );
  return isThere ? chunk : { ...chunk, matched: [...chunk.matched, mark] };
}
