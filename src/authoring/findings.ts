/** A command that was seen. */
export interface FoundCommand {
  readonly name: string;
  /** What was typed, without what ends the line. */
  readonly sent: string;
  /** What it answered, without echo and prompt. */
  readonly reply: string;
  /** Whether the prompt ended the reply. */
  readonly prompted: boolean;
  readonly in?: string;
  readonly to?: string;
  readonly yields?: string;
}

/** A parameter that a reply shows as `name = value`. */
export interface FoundParameter {
  readonly name: string;
  /** The command whose reply shows it. */
  readonly shownBy: string;
  /** As source code: `int(/^interval = (\d+)/m)`. */
  readonly source: string;
  /** The words of the vocabulary that it uses. */
  readonly words: readonly string[];
}

/** Records of one form. */
export interface FoundStream {
  readonly name: string;
  /** As source code: `line(…)` or `frame(…)`. */
  readonly source: string;
  /** The words of the vocabulary that it uses. */
  readonly words: readonly string[];
  /** A record as it came. */
  readonly example: Uint8Array;
  readonly isText: boolean;
  /** It came by itself, so often (s). */
  readonly every?: number;
}

/** What was recognised of an instrument; nothing at all for one that was only named. */
export interface Findings {
  readonly newline: string;
  readonly prompt?: string;
  /** What it answers to what it does not understand, with the prompt. */
  readonly rejects?: string;
  readonly echo: boolean;
  /** An empty line is answered with the prompt. */
  readonly wakes: boolean;
  /** The command whose reply tells most. */
  readonly status?: string;
  readonly commands: readonly FoundCommand[];
  readonly parameters: readonly FoundParameter[];
  readonly streams: readonly FoundStream[];
}

export const NOTHING: Findings = {
  newline: '\r\n',
  echo: false,
  wakes: false,
  commands: [],
  parameters: [],
  streams: [],
};
