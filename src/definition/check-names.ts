/** What a definition's states, commands, parameters and streams are called, and their fields. */
export const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** The names of a definition that others refer to. */
export interface Names {
  readonly states: ReadonlySet<string>;
  readonly commands: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  readonly streams: ReadonlySet<string>;
  readonly blobs: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
}

/** What is wrong with a reference to `name`. */
export const unknown = (what: string, name: string | undefined, known: ReadonlySet<string>): string[] =>
  name === undefined || known.has(name) ? [] : [`${what} '${name}' is not there; there are: ${[...known].join(', ')}`];

/** A pattern with one of these flags remembers where it stood, and would miss what it is asked for next. */
export const stateful = (...patterns: readonly (RegExp | undefined)[]): string[] =>
  patterns.flatMap((regex) => (regex?.global || regex?.sticky ? [`${regex} must not be global or sticky`] : []));

/** These problems, each with its place. */
export const within = (place: string, problems: readonly string[]): string[] =>
  problems.map((text) => `${place}: ${text}`);
