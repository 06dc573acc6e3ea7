import type { Values } from '../model/sample.ts';
import type { Content } from './compile-reader.ts';
import { ExpectedReplies } from './expected-replies.ts';
import { FoundRecord } from './found-record.ts';
import { FrameFinder } from './frame-finder.ts';
import { type FrameMatcher, within } from './frame-matcher.ts';
import { type Line, lineOf } from './line-text.ts';
import type { Plan } from './plan.ts';
import { Recollection } from './recollection.ts';
import { SectionMemory } from './section-memory.ts';
import type { Arrival, Decoded, Origin, Sieve, SieveCounts } from './sieve.ts';
import { TextLayer } from './text-layer.ts';
import { Window } from './window.ts';

const LINE_FEED = 0x0a;
/** A line that has not ended after so many bytes is none. */
const LONGEST_LINE = 16_384;

/** The one implementation of {@link Sieve}. Places are counted in the whole stream, indexes in the window's bytes. */
export class StreamSieve implements Sieve {
  readonly #plan: Plan;
  readonly #window = new Window();
  readonly #frames: FrameFinder;
  readonly #replies: ExpectedReplies;
  readonly #text: TextLayer | undefined;
  readonly #recollection: Recollection;
  readonly #sections = new SectionMemory();
  /** The place of the next byte to look at. */
  #at = 0;
  /** Where the bytes begin that may be a line: {@link #at} in a stream without text. */
  #line = 0;
  #overlong = false;
  /** Where the last good frame ended. The start of the input is as good. */
  #goodEnd = 0;
  #found: Decoded[] = [];
  #claimed = 0;
  #unmatched = 0;
  #checksumFailed = 0;
  readonly #samples: Record<string, number>;

  constructor(plan: Plan, remembered: Readonly<Record<string, Values>>) {
    this.#plan = plan;
    this.#recollection = new Recollection(plan.recall, remembered);
    this.#frames = new FrameFinder(plan.dispatch, this.#window);
    this.#replies = new ExpectedReplies(plan.replies);
    this.#samples = Object.fromEntries(plan.streams.map((name) => [name, 0]));
    this.#text =
      plan.text &&
      new TextLayer(plan.text, {
        make: (stream, start, end, content) => this.#make(stream, start, end, content),
        give: (record) => this.#give(record),
        claimed: (bytes) => {
          this.#claimed += bytes;
        },
        unmatched: (bytes) => {
          this.#unmatched += bytes;
        },
      });
  }

  push(bytes: Uint8Array, arrival: Arrival = {}): readonly Decoded[] {
    if (bytes.length === 0) return [];
    this.#window.append(bytes, arrival);
    this.#scan();
    this.#beginLine(this.#at);
    this.#limitLine();
    return this.#takeFound();
  }

  sent(bytes: Uint8Array): void {
    this.#replies.sent(bytes);
  }

  end(): readonly Decoded[] {
    this.#frames.final = true;
    this.#scan();
    this.#frames.final = false;
    this.#beginLine(this.#at);
    this.#text?.finish(this.#lineTo(this.#at));
    this.#line = this.#at;
    this.#overlong = false;
    this.#goodEnd = this.#at;
    this.#replies.begin();
    return this.#takeFound();
  }

  reset(): readonly Decoded[] {
    const found = this.end();
    this.#replies.none();
    return found;
  }

  get counts(): SieveCounts {
    return {
      bytes: this.#window.end,
      claimed: this.#claimed,
      unmatched: this.#unmatched,
      checksumFailed: this.#checksumFailed,
      samples: { ...this.#samples },
    };
  }

  get pending(): Origin | undefined {
    const place = this.#undecided();
    return place === this.#window.end ? undefined : this.#window.originOf(place);
  }

  get remembered(): Readonly<Record<string, Values>> {
    return this.#recollection.values;
  }

  #undecided(): number {
    return this.#text?.start ?? this.#line;
  }

  #takeFound(): readonly Decoded[] {
    this.#window.forget(this.#undecided());
    const found = this.#found;
    this.#found = [];
    return found;
  }

  #scan(): void {
    const { bytes, base } = this.#window;
    const frames = this.#frames;
    let index = this.#at - base;
    while (index < bytes.length) {
      const stop = this.#nextStop(bytes, index);
      if (stop > index) {
        this.#pass(stop - index);
        index = stop;
        continue;
      }
      const length = frames.find(index, this.#replies.now, this.#goodEnd === base + index);
      if (length < 0) break;
      if (length > 0) {
        this.#at = base + index;
        this.#frame(frames.matcher!, base + index, length, frames.good);
      } else if (bytes[index] === LINE_FEED && this.#text !== undefined) this.#endLine(base + index + 1);
      else this.#pass(1);
      index += Math.max(length, 1);
    }
    this.#at = base + index;
  }

  /** The index of the next byte at which something may begin or end. */
  #nextStop(bytes: Buffer, index: number): number {
    const { stops, onlyStop } = this.#plan;
    if (stops[bytes[index]!] === 1 || this.#replies.now.length > 0) return index;
    if (onlyStop !== undefined) {
      const stop = bytes.indexOf(onlyStop, index);
      return stop < 0 ? bytes.length : stop;
    }
    let stop = index + 1;
    while (stop < bytes.length && stops[bytes[stop]!] === 0) stop++;
    return stop;
  }

  /** So many bytes belong to no frame. */
  #pass(bytes: number): void {
    this.#replies.passed(bytes);
    if (this.#text !== undefined) return;
    this.#unmatched += bytes;
    this.#line += bytes;
  }

  #frame(matcher: FrameMatcher, start: number, length: number, good: boolean): void {
    const end = start + length;
    if (!good) this.#checksumFailed++;
    if (good && matcher.checksummed) this.#goodEnd = end;
    if (matcher.after !== undefined) this.#replies.came(matcher);
    if (this.#text === undefined) {
      this.#claimed += length;
      this.#read(matcher, start, length, good, (record) => this.#give(record));
    } else {
      const records: FoundRecord[] = [];
      this.#read(matcher, start, length, good, (record) => records.push(record));
      this.#beginLine(start);
      this.#unmatched += start - this.#line;
      this.#overlong = false;
      this.#text.frame(records, length);
    }
    this.#line = end;
  }

  #read(matcher: FrameMatcher, start: number, length: number, good: boolean, put: (record: FoundRecord) => void): void {
    const { bytes, view, base } = this.#window;
    const index = start - base;
    const frame = matcher.alone ? within(view, index, length) : view;
    const at = matcher.alone ? 0 : index;
    const place = this.#window.placeOf(start, start + length);
    for (const { stream, read, section } of matcher.readers) {
      const part = good ? section?.(frame) : undefined;
      if (part !== undefined && this.#sections.isSame(stream, bytes, index + part.start, index + part.end)) continue;
      const content = read(frame, at);
      if (content === undefined) continue;
      if (part !== undefined) this.#sections.keep(stream, bytes, index + part.start, index + part.end);
      put(new FoundRecord(stream, good ? content : { ...content, quality: 'checksum_failed' }, place));
    }
  }

  /** Looks at the beginning of a line that has not ended. */
  #beginLine(end: number): void {
    if (!this.#text?.awaitsPrompt || this.#overlong) return;
    const line = this.#lineTo(end);
    if (line !== undefined) this.#line = this.#text.begun(line).start;
  }

  #endLine(end: number): void {
    const line = this.#lineTo(end);
    if (line !== undefined) this.#text?.line(line);
    this.#line = end;
    this.#overlong = false;
  }

  /** The bytes up to a place as a line; `undefined` where there are none, or too many. */
  #lineTo(end: number): Line | undefined {
    const start = this.#line;
    if (end === start) return undefined;
    if (this.#overlong || end - start > LONGEST_LINE) {
      this.#unmatched += end - start;
      return undefined;
    }
    const { bytes, base } = this.#window;
    return lineOf(bytes, start - base, start, end);
  }

  /** Keeps memory bounded while no line ends. */
  #limitLine(): void {
    if (this.#text === undefined) return;
    if (this.#at - this.#line > LONGEST_LINE) {
      this.#unmatched += this.#at - this.#line;
      this.#line = this.#at;
      this.#overlong = true;
    }
    this.#text.limit(this.#at);
  }

  #make(stream: string, start: number, end: number, content: Content): FoundRecord {
    return new FoundRecord(stream, content, this.#window.placeOf(start, end));
  }

  #give(record: FoundRecord): void {
    const complete = this.#recollection.take(record);
    if (complete === undefined) return;
    this.#found.push(complete);
    this.#samples[complete.stream]! += 1;
  }
}
