import { type Instrument, promptOf } from '../definition/instrument.ts';
import type { FrameStream } from '../definition/stream.ts';
import { type FrameMatcher, frameMatcher } from './frame-matcher.ts';
import { promptInLine } from './prompt.ts';
import { type Recall, recallOf } from './recollection.ts';
import type { TextPlan } from './text-layer.ts';
import { type BlockMatcher, blockMatcher, type LineMatcher, lineMatcher } from './text-matchers.ts';

const LINE_FEED = 0x0a;

/** A definition's streams, compiled for the sieve. */
export interface Plan {
  readonly streams: readonly string[];
  /** By a frame's first byte; the frames that another frame's sync begins alike are tried in the definition's order. */
  readonly dispatch: readonly (readonly FrameMatcher[])[];
  /** Frames without sync, known only as the reply to what was sent. */
  readonly replies: readonly FrameMatcher[];
  readonly text: TextPlan | undefined;
  /** What its streams must know of earlier records; by stream. */
  readonly recall: ReadonlyMap<string, Recall>;
  /** 1 for each byte at which something may begin or end. */
  readonly stops: Uint8Array;
  /** The only such byte, where there is only one. */
  readonly onlyStop: number | undefined;
}

export function compilePlan(definition: Pick<Instrument, 'samples' | 'dialogue'>): Plan {
  const bounded = new Map<unknown, [string, FrameStream][]>();
  const lines: LineMatcher[] = [];
  const blocks: BlockMatcher[] = [];
  for (const [name, stream] of Object.entries(definition.samples)) {
    if (stream.kind === 'frame') bounded.set(stream.bounds, [...(bounded.get(stream.bounds) ?? []), [name, stream]]);
    else if (stream.kind === 'line') lines.push(lineMatcher(name, stream));
    else blocks.push(blockMatcher(name, stream));
  }
  const frames = [...bounded.values()].map(frameMatcher);
  const hasText = lines.length + blocks.length > 0;
  const dispatch = Array.from({ length: 256 }, (_, byte) => frames.filter(({ sync }) => sync[0] === byte));
  const stops = Uint8Array.from(dispatch, (matchers, byte) =>
    Number(matchers.length > 0 || (hasText && byte === LINE_FEED)),
  );
  const stopBytes = [...stops.keys()].filter((byte) => stops[byte] === 1);
  return {
    streams: Object.keys(definition.samples),
    dispatch,
    replies: frames.filter(({ sync }) => sync.length === 0),
    text: hasText ? { lines, blocks, prompt: promptInLine(promptOf(definition.dialogue)) } : undefined,
    recall: recallOf(definition.samples),
    stops,
    onlyStop: stopBytes.length === 1 ? stopBytes[0] : undefined,
  };
}
