import type { Duration } from '../kit/duration.ts';
import type { Nanos } from '../kit/time.ts';
import type { Scalar, Value } from '../model/sample.ts';

/** How a value behaves in the simulator: it swings slowly around a middle, with some noise. */
export interface Swing {
  /** The middle. */
  readonly around: number;
  /** How far it goes to either side. */
  readonly swing: number;
  /** `10 min` where nothing is said. */
  readonly period?: Duration;
  /** The most that it strays from the curve. */
  readonly noise?: number;
}

/** Counts up with every record, and begins again at 0 when it reaches this. */
export interface Counter {
  /** Where it begins again. */
  readonly counts: number;
}

/** The instrument's own clock, in the field's form. */
export interface ClockValue {
  /** The field's value at that time. */
  clock(time: Nanos): Value;
}

/** A list, as long as in the example record: each value swings, and lies `slope` above the one before it. */
export interface Profile {
  /** How each value behaves. */
  readonly each: Swing;
  /** How much more each is than the one before it; nothing where it is not said. */
  readonly slope?: number;
}

/** How a value of a record behaves. */
export type SimulatedValue = Swing | Counter | ClockValue | Profile;

/** What the instrument answers beside its commands, or to a part of one, or otherwise in some state: looked at first. */
export interface Answer {
  /** What it receives, without newline and pauses; a pattern where it listens to lines. */
  readonly to: string | RegExp;
  /** Only in these states; in all where nothing is said. */
  readonly in?: string | readonly string[];
  /** All that it sends, byte for byte: no prompt is added. */
  readonly reply: string;
  /** Its state afterwards: one of the definition's, or one that only the simulator knows. */
  readonly next?: string;
}

/** A command that brings many values, one a line, as many as its `progress.of` says. */
export interface Series {
  /** The time from one value to the next. */
  readonly every: Duration;
  /** A line as the instrument sent it, with its end; the first number in it is the value. */
  readonly line: string;
  /** How the value behaves. */
  readonly value: Swing;
}

/** How often a record is sent: a parameter that holds seconds, or a fixed time; and a parameter that must be on for it. */
export interface StreamRate {
  /** The time from one record to the next. */
  readonly every: { readonly parameter: string } | Duration;
  /** The parameter that must be on. */
  readonly while?: string;
}

/** A state that goes over into another by itself. */
export interface Passing {
  /** How long it stays. */
  readonly after: Duration;
  /** The state that follows. */
  readonly to: string;
  /** What it then says, byte for byte. */
  readonly says?: string;
}

/** How the simulator plays the instrument: real replies and records, into which present values are written. */
export interface Simulation {
  /**
   * By command: the reply as the instrument sent it, without echo and without what ends it (prompt, acknowledgement). Where several
   * lines are sent at once, a line for each.
   */
  readonly replies: Readonly<Record<string, string | Uint8Array>>;
  /** By stream: a record as the instrument sent it; one is enough for streams that share their frames. */
  readonly records: Readonly<Record<string, string | Uint8Array>>;
  /** What the prompt looks like, byte for byte. */
  readonly prompt: string;
  /** By state: what the prompt looks like there, where it differs. */
  readonly prompts?: Readonly<Record<string, string>>;
  /** All that it answers to what it does not understand. */
  readonly rejects: string;
  /** All that it answers to a setting with a value that cannot be; `rejects` where nothing is said. */
  readonly refuses?: string;
  /** All that it answers to a setting that it wants to hear once more; its prompt where nothing is said. */
  readonly confirms?: string;
  /**
   * The command whose reply it gives to every setting, a menu or the clock, and to commands that have no reply of their own and say
   * nothing of its end; only its prompt where nothing is said.
   */
  readonly settingsShow?: string;
  /** So long after a setting its replies show it; at once where nothing is said. */
  readonly settles?: Duration;
  /** By state: into which it goes over by itself. */
  readonly passes?: Readonly<Record<string, Passing>>;
  /** States in which it says nothing at all to what it does not understand. */
  readonly silentIn?: readonly string[];
  /** All that it answers when something woke it; where nothing is said, a newline wakes it and it shows its prompt. */
  readonly woken?: string;
  /** By stream and field. */
  readonly values: Readonly<Record<string, Readonly<Record<string, SimulatedValue>>>>;
  /** By stream: how often it measures; the records in between are alike. Each one is new where nothing is said. */
  readonly renews?: Readonly<Record<string, Duration>>;
  /** By stream, in the states that stream it: how often a record is sent. */
  readonly streams: Readonly<Record<string, StreamRate>>;
  /** Streams of which one record is sent when streaming begins, before all others. */
  readonly heads?: readonly string[];
  /** Parts of a record that appear only while a parameter is on: by stream and field, the parameter. */
  readonly optional?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Values that differ from those in the replies when it is switched on. */
  readonly initial?: Readonly<Record<string, Scalar>>;
  /** By state: what replies show there instead. `{ autosample: [[/not logging/, 'logging data']] }` */
  readonly shows?: Readonly<Record<string, readonly (readonly [shown: RegExp, instead: string])[]>>;
  /** By command: how long it works before it replies, or before the record comes. */
  readonly takes?: Readonly<Record<string, Duration>>;
  /** By command: the values that come one after the other while it runs. */
  readonly series?: Readonly<Record<string, Series>>;
  /** What it answers beside its commands; looked at first. */
  readonly answers?: readonly Answer[];
}
