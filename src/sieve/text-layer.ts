import type { Content } from './compile-reader.ts';
import type { FoundRecord } from './found-record.ts';
import { behindBrokenEnd, type Line, placeOf, restOf, textOf } from './line-text.ts';
import type { Prompt } from './prompt.ts';
import type { BlockMatcher, LineMatcher } from './text-matchers.ts';

/** While a block is open: a line of it, a record on a line of its own, or the records of a frame of so many bytes. */
type Held =
  | { readonly line: Line; readonly record: FoundRecord | undefined }
  | { readonly line?: undefined; readonly records: readonly FoundRecord[]; readonly bytes: number };

interface OpenBlock {
  readonly matcher: BlockMatcher;
  /** Its first line, perhaps with a prompt before it. */
  readonly first: Line;
  /** Where it begins behind that prompt. */
  readonly start: number;
  readonly held: Held[];
}

export interface TextPlan {
  readonly lines: readonly LineMatcher[];
  readonly blocks: readonly BlockMatcher[];
  readonly prompt: Prompt;
}

/** What a text layer tells about the bytes. */
export interface Outlet {
  make(stream: string, start: number, end: number, content: Content): FoundRecord;
  give(record: FoundRecord): void;
  /** So many bytes are a record's own. */
  claimed(bytes: number): void;
  unmatched(bytes: number): void;
}

const sizeOf = (line: Line): number => line.end - line.start;

/**
 * Finds the records in lines. While a block is open nothing is given out: whether its lines are one record is known only at its
 * end, and records are given out in the order of their first bytes.
 */
export class TextLayer {
  readonly #plan: TextPlan;
  readonly #outlet: Outlet;
  #open: OpenBlock | undefined;

  constructor(plan: TextPlan, outlet: Outlet) {
    this.#plan = plan;
    this.#outlet = outlet;
  }

  /** Where the open block begins. */
  get start(): number | undefined {
    return this.#open?.first.start;
  }

  get awaitsPrompt(): boolean {
    return this.#open?.matcher.prompted ?? false;
  }

  /** A frame of so many bytes, and the records in it. */
  frame(records: readonly FoundRecord[], bytes: number): void {
    if (this.#open === undefined) this.#giveFrame(records, bytes);
    else this.#open.held.push({ records, bytes });
  }

  /** A line that may not have ended yet. Says what is left of it: that behind the prompt, when this ends the open block. */
  begun(line: Line): Line {
    const open = this.#open;
    if (!open?.matcher.prompted) return line;
    const characters = this.#plan.prompt.leading(textOf(line));
    if (characters === 0) return line;
    const start = placeOf(characters, line);
    if (start - open.start > open.matcher.longest) return line;
    this.#close(start, start - line.start);
    return restOf(line, start);
  }

  line(whole: Line): void {
    const line = this.begun(whole);
    const open = this.#open;
    if (open !== undefined && this.#isOver(open, line)) {
      this.#fail();
      this.line(line);
      return;
    }
    const record = this.#recordIn(line);
    if (open !== undefined) {
      open.held.push({ line, record });
      if (record === undefined && open.matcher.ends(textOf(line))) this.#close(line.end);
    } else if (record !== undefined) this.#giveLine(line, record);
    else if (!this.#opens(line)) this.#outlet.unmatched(sizeOf(line));
  }

  /** Nothing follows. A last line that lacks its end still ends a block whose pattern it matches. */
  finish(rest: Line | undefined): void {
    while (this.#open !== undefined) {
      if (rest !== undefined && !this.#isOver(this.#open, rest) && this.#open.matcher.ends(textOf(rest))) {
        this.#open.held.push({ line: rest, record: undefined });
        this.#close(rest.end);
        return;
      }
      this.#fail();
    }
    if (rest !== undefined) this.#outlet.unmatched(sizeOf(rest));
  }

  /** Gives up blocks that are too long already, so that memory is bounded while no line ends. */
  limit(end: number): void {
    while (this.#open !== undefined && end - this.#open.start > this.#open.matcher.longest) this.#fail();
  }

  #isOver({ matcher, start }: OpenBlock, line: Line): boolean {
    if (line.end - start > matcher.longest || this.#plan.prompt.leading(textOf(line)) > 0) return true;
    const begins = (character: number): true | undefined => matcher.begins(textOf(line).slice(character)) || undefined;
    return begins(0) ?? this.#behind(line, begins) ?? false;
  }

  #recordIn(line: Line): FoundRecord | undefined {
    return this.#recordAt(line, 0) ?? this.#behind(line, (character) => this.#recordAt(line, character));
  }

  /** Something that does not begin its line: it stands behind a prompt, or behind a line whose end is damaged. */
  #behind<T>(line: Line, find: (character: number) => T | undefined): T | undefined {
    const text = textOf(line);
    for (const character of [this.#plan.prompt.endIn(text), ...behindBrokenEnd(text)]) {
      const found = character === 0 ? undefined : find(character);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #recordAt(line: Line, character: number): FoundRecord | undefined {
    for (const matcher of this.#plan.lines) {
      const { stream } = matcher;
      const content = character === 0 ? matcher.begins(line) : undefined;
      if (content !== undefined) return this.#outlet.make(stream, line.start, line.end, content);
      const found = matcher.find(line, character);
      if (found !== undefined) return this.#outlet.make(stream, placeOf(found.at, line), line.end, found.content);
    }
    return undefined;
  }

  #opens(line: Line): boolean {
    return this.#opensAt(line, 0) ?? this.#behind(line, (character) => this.#opensAt(line, character)) ?? false;
  }

  #opensAt(line: Line, character: number): true | undefined {
    const text = textOf(line).slice(character);
    const matcher = this.#plan.blocks.find((block) => block.begins(text));
    if (matcher === undefined) return undefined;
    const first = restOf(line, placeOf(character, line));
    this.#open = { matcher, first: line, start: first.start, held: [{ line: first, record: undefined }] };
    if (matcher.ends(text)) this.#close(line.end);
    return true;
  }

  /** With so many bytes of a prompt that ends it. */
  #close(end: number, prompt = 0): void {
    const { matcher, start, first, held } = this.#open!;
    this.#open = undefined;
    const own = held.flatMap((one) => (one.line === undefined || one.record !== undefined ? [] : [one.line]));
    const content = matcher.read(own.map(textOf).join('\n'));
    this.#outlet.unmatched(start - first.start);
    this.#outlet.claimed(own.reduce((sum, line) => sum + sizeOf(line), prompt));
    this.#outlet.give(this.#outlet.make(matcher.stream, start, end, content));
    for (const one of held) {
      if (one.line === undefined) this.#giveFrame(one.records, one.bytes);
      else if (one.record !== undefined) this.#giveLine(one.line, one.record);
    }
  }

  #giveLine(line: Line, record: FoundRecord): void {
    this.#outlet.unmatched(sizeOf(line) - record.length);
    this.#outlet.claimed(record.length);
    this.#outlet.give(record);
  }

  #giveFrame(records: readonly FoundRecord[], bytes: number): void {
    this.#outlet.claimed(bytes);
    for (const record of records) this.#outlet.give(record);
  }

  /** The block's first line was none: what follows it is looked at anew. */
  #fail(): void {
    const { first, held } = this.#open!;
    this.#open = undefined;
    this.#outlet.unmatched(sizeOf(first));
    for (const one of held.slice(1)) {
      if (one.line === undefined) this.frame(one.records, one.bytes);
      else this.line(one.line);
    }
  }
}
