import type { Content } from './compile-reader.ts';
import type { Prompt } from './prompt.ts';
import type { Decoded } from './sieve.ts';
import type { BlockMatcher, LineMatcher } from './text-matchers.ts';

/** A line's text without what ends it, and its places in the stream with what ends it. */
export interface Line {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A line of an open block, a record on a line of its own, or a frame. */
interface Held {
  readonly line?: Line;
  readonly record?: Decoded;
}

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
  /** The place of the character with this number in a line: NULs in it are no characters. */
  placeOf(line: Line, character: number): number;
  make(stream: string, start: number, end: number, content: Content): Decoded;
  /** `claimed`: how many bytes are the record's own. */
  emit(record: Decoded, claimed: number): void;
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

  frame(record: Decoded): void {
    if (this.#open === undefined) this.#outlet.emit(record, record.bytes.length);
    else this.#open.held.push({ record });
  }

  line(line: Line): void {
    const open = this.#open;
    if (open !== undefined && this.#isOver(open, line)) {
      this.#fail();
      this.line(line);
      return;
    }
    const record = this.#recordIn(line);
    if (open !== undefined) {
      open.held.push(record ? { line, record } : { line });
      if (record === undefined && open.matcher.ends(line.text)) this.#close(line);
    } else if (record !== undefined) this.#emitLine(line, record);
    else if (!this.#opens(line)) this.#outlet.unmatched(sizeOf(line));
  }

  /** Nothing follows. A last line that lacks its end still ends a block whose pattern it matches. */
  finish(rest: Line | undefined): void {
    while (this.#open !== undefined) {
      if (rest !== undefined && !this.#isOver(this.#open, rest) && this.#open.matcher.ends(rest.text)) {
        this.#open.held.push({ line: rest });
        this.#close(rest);
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
    return line.end - start > matcher.longest || this.#plan.prompt.leads(line.text) || matcher.begins(line.text);
  }

  #recordIn(line: Line): Decoded | undefined {
    return this.#recordAt(line, 0) ?? this.#behindPrompt(line, (character) => this.#recordAt(line, character));
  }

  #behindPrompt<T>(line: Line, find: (character: number) => T | undefined): T | undefined {
    const character = this.#plan.prompt.endIn(line.text);
    return character === 0 ? undefined : find(character);
  }

  #recordAt(line: Line, character: number): Decoded | undefined {
    const text = character === 0 ? line.text : line.text.slice(character);
    for (const matcher of this.#plan.lines) {
      const found = matcher.read(text);
      if (found === undefined) continue;
      return this.#outlet.make(matcher.stream, this.#outlet.placeOf(line, character), line.end, found);
    }
    return undefined;
  }

  #opens(line: Line): boolean {
    return this.#opensAt(line, 0) ?? this.#behindPrompt(line, (character) => this.#opensAt(line, character)) ?? false;
  }

  #opensAt(line: Line, character: number): true | undefined {
    const text = line.text.slice(character);
    const matcher = this.#plan.blocks.find((block) => block.begins(text));
    if (matcher === undefined) return undefined;
    const first = { text, start: this.#outlet.placeOf(line, character), end: line.end };
    this.#open = { matcher, first: line, start: first.start, held: [{ line: first }] };
    if (matcher.ends(text)) this.#close(line);
    return true;
  }

  #close(last: Line): void {
    const { matcher, start, first, held } = this.#open!;
    this.#open = undefined;
    const own = held.flatMap(({ line, record }) => (line === undefined || record !== undefined ? [] : [line]));
    const content = matcher.read(own.map(({ text }) => text).join('\n'));
    this.#outlet.unmatched(start - first.start);
    this.#outlet.emit(
      this.#outlet.make(matcher.stream, start, last.end, content),
      own.reduce((sum, line) => sum + sizeOf(line), 0),
    );
    for (const { line, record } of held) if (record !== undefined) this.#emitLine(line, record);
  }

  #emitLine(line: Line | undefined, record: Decoded): void {
    const claimed = record.bytes.length;
    if (line !== undefined) this.#outlet.unmatched(sizeOf(line) - claimed);
    this.#outlet.emit(record, claimed);
  }

  /** The block's first line was none: what follows it is looked at anew. */
  #fail(): void {
    const { first, held } = this.#open!;
    this.#open = undefined;
    this.#outlet.unmatched(sizeOf(first));
    for (const { line, record } of held.slice(1)) {
      if (line !== undefined) this.line(line);
      else if (record !== undefined) this.frame(record);
    }
  }
}
