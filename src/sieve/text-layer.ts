import type { Content } from './compile-reader.ts';
import type { FoundRecord } from './found-record.ts';
import { behindBrokenEnd, type Line, placeOf, restOf, textOf } from './line-text.ts';
import type { Prompt } from './prompt.ts';

import type { BlockMatcher, LineMatcher } from './text-matchers.ts';

/** The records of one frame, or the one of a line, and how many bytes are theirs. */
interface Claim {
  readonly records: readonly FoundRecord[];
  readonly bytes: number;
}

/** A line of an open block, a record on a line of its own, or a frame. */
interface Held {
  readonly line?: Line;
  readonly claim?: Claim;
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
  make(stream: string, start: number, end: number, content: Content): FoundRecord;
  /** `claimed`: how many bytes are the records' own. */
  emit(records: readonly FoundRecord[], claimed: number): void;
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
    if (this.#open === undefined) this.#outlet.emit(records, bytes);
    else this.#open.held.push({ claim: { records, bytes } });
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
    const claim = this.#recordIn(line);
    if (open !== undefined) {
      open.held.push(claim ? { line, claim } : { line });
      if (claim === undefined && open.matcher.ends(textOf(line))) this.#close(line.end);
    } else if (claim !== undefined) this.#emit(line, claim);
    else if (!this.#opens(line)) this.#outlet.unmatched(sizeOf(line));
  }

  /** Nothing follows. A last line that lacks its end still ends a block whose pattern it matches. */
  finish(rest: Line | undefined): void {
    while (this.#open !== undefined) {
      if (rest !== undefined && !this.#isOver(this.#open, rest) && this.#open.matcher.ends(textOf(rest))) {
        this.#open.held.push({ line: rest });
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

  #recordIn(line: Line): Claim | undefined {
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

  #recordAt(line: Line, character: number): Claim | undefined {
    for (const matcher of this.#plan.lines) {
      const found = matcher.read(line, character);
      if (found === undefined) continue;
      const start = placeOf(found.at, line);
      const record = this.#outlet.make(matcher.stream, start, line.end, found.content);
      return { records: [record], bytes: line.end - start };
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
    this.#open = { matcher, first: line, start: first.start, held: [{ line: first }] };
    if (matcher.ends(text)) this.#close(line.end);
    return true;
  }

  /** With so many bytes of a prompt that ends it. */
  #close(end: number, prompt = 0): void {
    const { matcher, start, first, held } = this.#open!;
    this.#open = undefined;
    const own = held.flatMap(({ line, claim }) => (line === undefined || claim !== undefined ? [] : [line]));
    const content = matcher.read(own.map(textOf).join('\n'));
    this.#outlet.unmatched(start - first.start);
    this.#outlet.emit(
      [this.#outlet.make(matcher.stream, start, end, content)],
      own.reduce((sum, line) => sum + sizeOf(line), prompt),
    );
    for (const { line, claim } of held) if (claim !== undefined) this.#emit(line, claim);
  }

  #emit(line: Line | undefined, { records, bytes }: Claim): void {
    if (line !== undefined) this.#outlet.unmatched(sizeOf(line) - bytes);
    this.#outlet.emit(records, bytes);
  }

  /** The block's first line was none: what follows it is looked at anew. */
  #fail(): void {
    const { first, held } = this.#open!;
    this.#open = undefined;
    this.#outlet.unmatched(sizeOf(first));
    for (const { line, claim } of held.slice(1)) {
      if (line !== undefined) this.line(line);
      else if (claim !== undefined) this.frame(claim.records, claim.bytes);
    }
  }
}
