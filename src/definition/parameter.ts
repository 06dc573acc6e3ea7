import type { Duration } from '../kit/duration.ts';
import type { Visibility } from '../model/metadata.ts';
import type { Value } from '../model/sample.ts';
import type { FrameField } from './frame-field.ts';

/** What people need to know about a parameter. */
export interface ParameterInfo {
  /** What people call it; made from its name where nothing is said. */
  readonly title?: string;
  /** For people: what it does, in a sentence. */
  readonly description?: string;
  /** UDUNITS spelling: `s`, `degree_Celsius`. */
  readonly unit?: string;
  /** The least that it may be set to. */
  readonly min?: number;
  /** The most that it may be set to. */
  readonly max?: number;
  /** What a text must look like from its first character to its last, with an example; any text on one line where nothing is said. */
  readonly form?: { readonly pattern: RegExp; readonly example: string };
  /** A clock or a counter: it is another one at each reading, and that is told to nobody. */
  readonly changesByItself?: true;
}

/** What is true of a parameter that may be set. */
export interface SettableInfo<T> {
  /** What it is set to when the instrument is started up. */
  readonly startup?: T;
  /** Brought back after direct access; settable parameters are unless this is false. */
  readonly restore?: boolean;
  /** May be set only at start-up. */
  readonly startupOnly?: boolean;
  /** How far the value read back may lie from the one that was set. */
  readonly tolerance?: number;
}

interface Common<T> extends ParameterInfo, SettableInfo<T> {
  /** What its value is. */
  readonly type: 'integer' | 'number' | 'boolean' | 'text' | 'choice' | 'list' | 'bytes';
  /** When it may be set: never, at any time, or only at start-up. */
  readonly visibility: Visibility;
  /** Labels and the values that the instrument knows them by. */
  readonly choices?: Readonly<Record<string, number | string>>;
}

/** Shown as text in a reply, and perhaps set by sending `NAME=value`. */
export interface TextParameter<T extends Value = Value> extends Common<T> {
  /** How it comes to the driver. */
  readonly source: 'text';
  /** Finds it in the reply: group 1 is its text; a group that did not take part reads as `undefined`. */
  readonly pattern: RegExp;
  /** The command whose reply shows it. */
  readonly shownBy?: string;
  /** What comes before the value when it is set, e.g. `INTERVAL=`. */
  readonly prefix?: string;
  /** The instrument takes it only when it is sent so often, one after the other. */
  readonly times?: number;
  /** How it is typed, where it differs from the dialogue's. */
  readonly pace?: Duration | 'echo';
  /** What the text means; throws when it means nothing. */
  read(shown: string | undefined): T;
  /** As the reply shows it: what stands in group 1, or nothing. */
  show(value: T): string | undefined;
  /** As it is sent. */
  format(value: T): string;
  /** The opposite of `format`: for the simulator and for tests. */
  parse(sent: string): T;
}

/** A value inside a configuration that is read and written as one stretch of bytes. */
export interface BlobParameter<T extends Value = Value> extends Common<T> {
  /** How it comes to the driver. */
  readonly source: 'blob';
  /** The name of the blob in which it stands. */
  readonly blob?: string;
  /** Where it stands there. */
  readonly field: FrameField<T>;
}

/** The driver's own: it never reaches the instrument, and tells the driver how to behave, or keeps what it must not forget. */
export interface EngineeringParameter<T extends Value = Value> extends Common<T> {
  /** That it is the driver's own. */
  readonly source: 'engineering';
  /** What it is until it is set. */
  readonly startup: T;
  /** Its value outlives the program. */
  readonly persistent?: boolean;
}

/** A setting: one that the instrument shows as text, one in a blob, or the driver's own. */
export type Parameter<T extends Value = Value> = TextParameter<T> | BlobParameter<T> | EngineeringParameter<T>;

/** One of several that are shown as text, known to the compiler by their labels. */
export interface TextChoice<Label extends string> extends Omit<TextParameter<number>, 'choices'> {
  /** By label, what is sent. */
  readonly choices: Readonly<Record<Label, number>>;
}

/** As {@link TextChoice}, in a blob. */
export interface BlobChoice<Label extends string> extends Omit<BlobParameter<number>, 'choices'> {
  /** By label, what stands in the blob. */
  readonly choices: Readonly<Record<Label, number>>;
}

type TextOptions<T> = Pick<TextParameter, 'type'> &
  Pick<TextParameter<T & Value>, 'read' | 'show' | 'format' | 'parse'>;

const shown = <T extends Value>(pattern: RegExp, info: ParameterInfo, codec: TextOptions<T>): TextParameter<T> => ({
  ...info,
  ...codec,
  source: 'text',
  pattern,
  visibility: 'read_only',
});

const present = (text: string | undefined): string => {
  if (text === undefined) throw new SyntaxError('its value is missing in the reply');
  return text;
};

const finite = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new SyntaxError(`'${text}' is not a number`);
  return value;
};

/** C's `%e`: six decimals and at least two digits of exponent. */
const exponential = (value: number): string => value.toExponential(6).replace(/e([-+])(\d)$/, 'e$10$2');

/** A whole number. */
export const int = (pattern: RegExp, info: ParameterInfo = {}): TextParameter<number> =>
  shown(pattern, info, {
    type: 'integer',
    read: (text) => Math.trunc(finite(present(text))),
    show: String,
    format: String,
    parse: finite,
  });

/** A number, sent and shown with so many `decimals`; as C's `%e` where nothing is said. */
export const real = (
  pattern: RegExp,
  info: ParameterInfo & { readonly decimals?: number } = {},
): TextParameter<number> => {
  const { decimals, ...rest } = info;
  const format = (value: number): string => (decimals === undefined ? exponential(value) : value.toFixed(decimals));
  return shown(pattern, rest, {
    type: 'number',
    read: (text) => finite(present(text)),
    show: format,
    format,
    parse: finite,
  });
};

/** A text. */
export const word = (pattern: RegExp, info: ParameterInfo = {}): TextParameter<string> =>
  shown(pattern, info, { type: 'text', read: present, show: String, format: String, parse: String });

/** One of several: by label, what the reply shows (in any case) and what is sent; a number is both. */
export function choice<Label extends string>(
  pattern: RegExp,
  options: Readonly<Record<Label, number | readonly [shown: string, sent: number]>>,
  info: ParameterInfo = {},
): TextChoice<Label> {
  const all = Object.entries<number | readonly [shown: string, sent: number]>(options).map(([label, option]) => {
    const [shownAs, sent] = typeof option === 'number' ? [String(option), option] : option;
    return { label, shownAs, sent };
  });
  const sentFor = (text: string): number => {
    const found = all.find(({ shownAs }) => shownAs.toLowerCase() === text.toLowerCase());
    if (found === undefined)
      throw new SyntaxError(`'${text}' is none of '${all.map(({ shownAs }) => shownAs).join("', '")}'`);
    return found.sent;
  };
  const parameter = shown<number>(pattern, info, {
    type: 'choice',
    read: (text) => sentFor(present(text)),
    show: (value) => all.find(({ sent }) => sent === value)?.shownAs ?? '',
    format: String,
    parse: finite,
  });
  return {
    ...parameter,
    choices: Object.fromEntries(all.map(({ label, sent }) => [label, sent])) as Record<Label, number>,
  };
}

const either = (words: readonly [off: string, on: string], text: string): boolean => {
  if (!words.includes(text)) throw new SyntaxError(`'${text}' is neither '${words[0]}' nor '${words[1]}'`);
  return text === words[1];
};

/** On or off. `absent` is the text in group 1 that means off ("do not "); where it is missing the value is on. */
export const toggle = (
  pattern: RegExp,
  info: ParameterInfo & { readonly absent?: string; readonly shows?: readonly [off: string, on: string] } = {},
): TextParameter<boolean> => {
  const { absent = 'do not ', shows, ...rest } = info;
  return shown(pattern, rest, {
    type: 'boolean',
    read: (text) => (shows ? either(shows, present(text)) : text === undefined || text === ''),
    show: (value) => (shows ? shows[value ? 1 : 0] : value ? '' : absent),
    format: (value) => (value ? 'y' : 'n'),
    parse: (sent) => either(['n', 'y'], sent.toLowerCase()),
  });
};

type Sending = Pick<TextParameter, 'times' | 'pace'>;

/** A parameter that may be changed: `prefix` and the value are sent, e.g. `INTERVAL=` and `60`. */
export function settable<Label extends string>(
  prefix: string,
  parameter: TextChoice<Label>,
  options?: SettableInfo<number> & Sending,
): TextChoice<Label>;
export function settable<T extends Value>(
  prefix: string,
  parameter: TextParameter<T>,
  options?: SettableInfo<NoInfer<T>> & Sending,
): TextParameter<T>;
export function settable<T extends Value>(
  prefix: string,
  parameter: TextParameter<T>,
  options: SettableInfo<T> & Sending = {},
): TextParameter<T> {
  return { ...parameter, ...options, prefix, visibility: options.startupOnly ? 'startup' : 'read_write' };
}

/** Says which command's reply shows these parameters. */
export function shownBy<P extends Readonly<Record<string, TextParameter>>>(command: string, parameters: P): P {
  return mapParameters(parameters, (parameter) => ({ ...parameter, shownBy: command }));
}

function mapParameters<P extends Readonly<Record<string, object>>>(
  parameters: P,
  change: (parameter: P[keyof P]) => object,
): P {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, change(value as P[keyof P])]),
  ) as P;
}

type BlobOptions<T> = ParameterInfo & SettableInfo<T> & { readonly settable?: boolean };

/** A value inside a blob; it may be set, unless `settable` is false. `choices` are labels, and the numbers that stand there. */
export function inBlob<Label extends string>(
  field: FrameField<number>,
  options: BlobOptions<number> & { readonly choices: Readonly<Record<Label, number>> },
): BlobChoice<Label>;
export function inBlob<T extends Value>(field: FrameField<T>, options?: BlobOptions<NoInfer<T>>): BlobParameter<T>;
export function inBlob<T extends Value>(
  field: FrameField<T>,
  options: BlobOptions<T> & { readonly choices?: Readonly<Record<string, number>> } = {},
): BlobParameter<T> {
  const { settable: maySet = true, ...rest } = options;
  return {
    ...rest,
    ...(field.unit && { unit: field.unit }),
    source: 'blob',
    type: rest.choices ? 'choice' : field.type,
    field,
    visibility: !maySet ? 'read_only' : rest.startupOnly ? 'startup' : 'read_write',
  };
}

/** Says in which blob these parameters stand. */
export function partOf<P extends Readonly<Record<string, BlobParameter>>>(blob: string, parameters: P): P {
  return mapParameters(parameters, (parameter) => ({ ...parameter, blob }));
}

/** How often the driver does something by itself; `'0 s'` is never. */
export const interval = (startup: Duration, info: ParameterInfo = {}): EngineeringParameter<string> => ({
  ...info,
  source: 'engineering',
  type: 'text',
  visibility: 'read_write',
  startup,
});

/** A small state of the instrument that only the driver knows, and that outlives the program: a counter, the next free port. */
export const kept = (startup: number, info: ParameterInfo = {}): EngineeringParameter<number> => ({
  ...info,
  source: 'engineering',
  type: 'number',
  visibility: 'read_write',
  restore: false,
  persistent: true,
  startup,
});
