import type { Blob, Instrument } from '../definition/instrument.ts';
import type { BlobParameter, Parameter, TextParameter } from '../definition/parameter.ts';
import { toBytes, toText, viewOf } from '../kit/bytes.ts';
import { DefinitionError, describeError, type Issue, ParameterError } from '../kit/errors.ts';
import type { Value, Values } from '../model/sample.ts';
import { rangeProblem } from './in-range.ts';
import { substitute } from './substitute.ts';

const textOf = (reply: string | Uint8Array = ''): string => (typeof reply === 'string' ? reply : toText(reply));

const rawValue = (parameter: Parameter, value: Value): Value =>
  typeof value === 'string' ? (parameter.choices?.[value] ?? value) : value;

/** What the instrument remembers: text parameters as values, configurations as bytes. Begins as its example replies show it. */
export class ParameterMemory {
  readonly #replies: Readonly<Record<string, string | Uint8Array>>;
  readonly #texts: readonly (readonly [string, TextParameter])[];
  readonly #inBlobs: readonly (readonly [string, BlobParameter])[];
  readonly #blobs: Readonly<Record<string, Blob>>;
  readonly #values = new Map<string, Value>();
  /** As the example replies show them. */
  readonly #examples = new Map<string, string | undefined>();
  readonly #contents = new Map<string, Uint8Array>();

  /** @throws DefinitionError listing parameters that the example replies do not show; ParameterError for initial values. */
  constructor(definition: Instrument, initial: Values = {}) {
    const all = Object.entries(definition.parameters);
    this.#replies = definition.simulation.replies;
    this.#texts = all.flatMap(([name, p]) => (p.source === 'text' ? [[name, p] as const] : []));
    this.#inBlobs = all.flatMap(([name, p]) => (p.source === 'blob' ? [[name, p] as const] : []));
    this.#blobs = definition.blobs ?? {};
    this.#readExamples(definition.kind);
    this.#initialise(definition.parameters, { ...definition.simulation.initial, ...initial });
  }

  /** As the instrument knows them: choices by their value, not by their label. */
  get values(): Values {
    const inBlobs = this.#inBlobs.map(([name, { blob = '', field }]) => {
      const content = this.#contents.get(blob);
      return [name, content ? field.get(viewOf(content)) : null] as const;
    });
    return Object.fromEntries([...this.#values, ...inBlobs]);
  }

  assign(name: string, value: Value): void {
    this.#values.set(name, value);
  }

  /** A configuration as it stands. */
  content(blob: string): Uint8Array | undefined {
    const content = this.#contents.get(blob);
    return content && Uint8Array.from(content);
  }

  /** Takes a whole configuration; `false` when its length or its checksum is wrong. */
  write(blob: string, content: Uint8Array): boolean {
    const { length, checksum } = this.#blobs[blob]!;
    if (content.length !== length || !checksum.verify(content)) return false;
    this.#contents.set(blob, Uint8Array.from(content));
    return true;
  }

  /** The command's example reply with the present values in it. */
  show(command: string): string {
    let text = textOf(this.#replies[command]);
    for (const [name, parameter] of this.#texts) {
      if (!this.#isShown(name, parameter, command)) continue;
      text = substitute(text, parameter.pattern, parameter.show(this.#values.get(name) ?? null)) ?? text;
    }
    for (const [name, { shownBy, length }] of Object.entries(this.#blobs)) {
      const content = this.#contents.get(name);
      if (shownBy === command && content) text = toText(content) + text.slice(length);
    }
    return text;
  }

  /** Other replies show it too where its pattern finds the same value as in the one that is known to show it. */
  #isShown(name: string, parameter: TextParameter, command: string): boolean {
    if (parameter.shownBy === command) return true;
    const match = parameter.pattern.exec(textOf(this.#replies[command]));
    return match?.[1] !== undefined && match[1] === this.#examples.get(name);
  }

  #readExamples(kind: string): void {
    const problems: string[] = [];
    for (const [name, blob] of Object.entries(this.#blobs)) {
      const example = this.#replies[blob.shownBy];
      const bytes = typeof example === 'string' ? toBytes(example) : (example ?? new Uint8Array());
      if (bytes.length < blob.length) problems.push(`blob ${name}: the reply to ${blob.shownBy} is too short for it`);
      else this.#contents.set(name, Uint8Array.from(bytes.subarray(0, blob.length)));
    }
    for (const [name, parameter] of this.#texts) {
      const match = parameter.pattern.exec(textOf(this.#replies[parameter.shownBy ?? '']));
      if (match === null)
        problems.push(`parameter ${name}: ${parameter.pattern} is not in the reply to ${parameter.shownBy}`);
      else {
        this.#values.set(name, parameter.read(match[1]));
        this.#examples.set(name, match[1]);
      }
    }
    if (problems.length > 0) throw new DefinitionError(`${kind}: simulation:\n  ${problems.join('\n  ')}`);
  }

  #initialise(parameters: Readonly<Record<string, Parameter>>, initial: Values): void {
    const issues: Issue[] = [];
    for (const [name, given] of Object.entries(initial)) {
      const parameter = parameters[name];
      const value = parameter === undefined ? given : rawValue(parameter, given);
      const message =
        parameter === undefined || parameter.source === 'engineering'
          ? `is no parameter of the instrument; there are: ${[...this.#texts, ...this.#inBlobs].map(([known]) => known).join(', ')}`
          : (rangeProblem(parameter, value) ?? this.#put(name, parameter, value));
      if (message !== undefined) issues.push({ name, message });
    }
    if (issues.length > 0) throw new ParameterError(issues);
  }

  #put(name: string, parameter: TextParameter | BlobParameter, value: Value): string | undefined {
    if (parameter.source === 'text') {
      this.#values.set(name, value);
      return undefined;
    }
    const content = this.#contents.get(parameter.blob ?? '')!;
    try {
      parameter.field.put(viewOf(content), value);
      this.#blobs[parameter.blob ?? '']!.checksum.seal(content);
      return undefined;
    } catch (error) {
      return describeError(error);
    }
  }
}
