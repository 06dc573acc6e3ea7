import type { Duration } from '../kit/duration.ts';
import type { Nanos } from '../kit/time.ts';
import type { Value, Values } from '../model/sample.ts';
import type { Checksum } from './checksum.ts';
import type { CalibrationSource } from './derived.ts';
import type { Job } from './job.ts';
import type { Parameter } from './parameter.ts';
import type { ReplyEnd } from './reply.ts';
import type { Rides } from './rides.ts';
import type { Send } from './send.ts';
import type { Simulation } from './simulation.ts';
import type { Stream } from './stream.ts';

/** How to rouse an instrument, and how it says that it is awake. */
export interface Wake {
  /** What rouses it. */
  readonly send: Send;
  /** What it answers, at the end of what came; the prompt where nothing is said. */
  readonly answer?: RegExp;
  /** How often that is sent; 5 times where nothing is said. */
  readonly tries?: number;
  /** How long each try waits for the answer. */
  readonly wait?: Duration;
}

/** What is true of every exchange with the instrument. */
export interface Dialogue {
  /** What ends a line that is sent. */
  readonly newline: string;
  /** How the instrument says that it is ready, at the end of what came; one that never says so needs {@link until}. */
  readonly prompt?: RegExp;
  /** What ends a reply where a command says nothing; the prompt where this is not given. */
  readonly until?: ReplyEnd;
  /** How it says that it did not accept what was sent, at the end of what came. */
  readonly rejected?: RegExp;
  /** How it is roused before it is spoken to; where nothing is said it always listens. */
  readonly wake?: Wake;
  /** After so long without traffic it must be woken before it listens. */
  readonly sleepsAfter?: Duration;
  /** What it answers instead, at the end of what came, when it was asleep: the command is then sent again. */
  readonly woken?: RegExp;
  /** It sends back what is typed: `remove` takes that out of the reply, `verify` also compares it. */
  readonly echo?: 'none' | 'remove' | 'verify';
  /** Time between two characters, or wait for each one's echo. */
  readonly pace?: Duration | 'echo';
  /** How long a reply may take; an exchange may say otherwise. */
  readonly timeout?: Duration;
}

/** The prompt of an instrument that has none: nothing ever matches it. */
const NO_PROMPT = /(?!)/;

export const promptOf = ({ prompt = NO_PROMPT }: Dialogue): RegExp => prompt;

/** A state of the instrument: how a reply to the discovery command shows it, and what it is like. */
export interface StateInfo<StreamName extends string = string> {
  /** What people call it; made from its name where nothing is said. */
  readonly title?: string;
  /** What in a reply to the discovery command shows it; the first state that matches is the one. */
  readonly shows?: RegExp;
  /** The streams whose samples it sends by itself. One that comes unasked shows that the instrument is in this state. */
  readonly streaming?: readonly StreamName[];
  /** A line that comes unasked and shows that the instrument has come into this state by itself. */
  readonly noticed?: RegExp;
  /** It goes over into another state by itself: it is asked again so often, and given up after `limit`. */
  readonly passes?: { readonly every: Duration; readonly limit: Duration };
  /** It works on a long command and must be left alone; see {@link Command.during}. */
  readonly busy?: boolean;
}

/** One thing sent and its reply. */
export interface Exchange {
  /** Over which of the instrument's links; the first where nothing is said. */
  readonly link?: string;
  /** What goes out. */
  readonly send: Send;
  /** What ends the reply; the dialogue's `until` or prompt where nothing is said. */
  readonly until?: ReplyEnd;
  /** How long the reply may take, where that differs from the dialogue's. */
  readonly timeout?: Duration;
  /** Only when the reply before this one matches. */
  readonly when?: RegExp;
}

/** What a caller gives to a command. */
export interface Argument {
  /** What people call it; made from its name where nothing is said. */
  readonly title?: string;
  /** What it must be; anything else is refused before something is sent. */
  readonly type: 'integer' | 'number' | 'text' | 'boolean';
  /** UDUNITS spelling. */
  readonly unit?: string;
  /** The least that is accepted. */
  readonly min?: number;
  /** The most that is accepted. */
  readonly max?: number;
  /** A command without it is refused. */
  readonly required?: boolean;
}

/** What the instrument answered. */
export interface Reply {
  /** Without echo, and without what ended it; bytes past ASCII are as in Latin-1. */
  readonly text: string;
  /** The same, byte for byte. */
  readonly bytes: Uint8Array;
}

/**
 * How something is done that the instrument cannot do while it streams. `pause`: streaming is stopped, and started again
 * afterwards whatever comes of it. `defer`: it is done when the instrument next listens to commands.
 */
export type WhileStreaming = 'pause' | 'defer';

interface CommandInfo<State extends string, Command extends string, Name extends string, StreamName extends string> {
  /** What people call it; made from its name where nothing is said. */
  readonly title?: string;
  /** For people: what it does, in a sentence. */
  readonly description?: string;
  /** The states in which it may be given; `command` where nothing is said. */
  readonly in?: State | readonly State[];
  /** In a streaming state that `in` does not name: streaming is stopped for it and started again, or it waits for its time. */
  readonly whileStreaming?: WhileStreaming;
  /** The state afterwards. */
  readonly to?: State;
  /** A busy state while it runs. */
  readonly during?: State;
  /**
   * The result is the sample of this stream that it brings, or of one of these where that depends on how the instrument is set; the
   * reply's, where one like the last is not told again.
   */
  readonly yields?: StreamName | readonly StreamName[];
  /** Parameters that must stand so before it is sent. */
  readonly requires?: { readonly [P in Name]?: Value };
  /** Afterwards this command's reply must show the state in `to`; sent again once where it does not. */
  readonly confirm?: Command;
  /** What the caller gives, by name; `build` makes something of it. */
  readonly arguments?: Readonly<Record<string, Argument>>;
  /** How often it is tried again after a time-out. */
  readonly retries?: number;
  /** Sent to break it off. */
  readonly abort?: Send;
  /** Counts what comes: progress is shown as so many `of` all. */
  readonly progress?: { readonly each: RegExp; readonly of: number };
  /** How it is typed, where it differs from the dialogue's. */
  readonly pace?: Duration | 'echo';
  /** May do harm: a user interface asks first. */
  readonly dangerous?: boolean;
  /** Without waking first. */
  readonly awake?: true;
  /** What the caller gets; the reply's text where nothing is said. */
  result?(reply: Reply): unknown;
  /** The driver's own parameters that it changes: a counter, the next free port. They are safe before the caller hears of it. */
  keeps?(values: Values, reply: Reply): Values;
}

/** What the instrument, or its driver, can be told to do. */
export type Command<
  State extends string = string,
  Name extends string = string,
  Parameters extends string = string,
  Streams extends string = string,
> = CommandInfo<State, Name, Parameters, Streams> &
  (
    | Exchange
    | { readonly steps: readonly Exchange[] }
    /** Made from the arguments. */
    | { readonly build: (args: Readonly<Record<string, Value>>) => readonly Exchange[] }
    /** Other commands in order; the result is theirs by name. */
    | { readonly runs: readonly Name[] }
    /** A command of the instrument that this one rides on, with the same arguments. */
    | { readonly asksHost: string }
  );

/** The streams of which a command brings a sample. */
export const yieldsOf = ({ yields = [] }: Pick<Command, 'yields'>): readonly string[] => [yields].flat();

/** What a command sends; one that is built from its arguments, nothing without them. */
export function exchangesOf(command: Command, args?: Values): readonly Exchange[] {
  if ('send' in command) return [command];
  if ('steps' in command) return command.steps;
  return 'build' in command && args !== undefined ? command.build(args) : [];
}

/** A configuration that is read and written as one stretch of bytes. */
export interface Blob<Name extends string = string> {
  /** The command whose reply it is. */
  readonly shownBy: Name;
  /** Bytes in all. */
  readonly length: number;
  /** Proves what was read, and seals what is written. */
  readonly checksum: Checksum;
  /** What is sent before it, and what ends the reply. */
  readonly write: { readonly prefix: string; readonly until: ReplyEnd; readonly timeout?: Duration };
}

/** One setting of the instrument's clock: `prefix`, then the time in the instrument's form. */
export interface ClockSetting {
  /** What is sent before the time. */
  readonly prefix: string;
  /** How many characters follow the prefix. */
  readonly width: number;
  /** The time in the instrument's form. */
  format(time: Nanos): string;
  /** The time after this setting was received by a clock that showed `current`: for the simulator. */
  parse(sent: string, current: Nanos): Nanos;
}

/** The instrument's clock. It is set to a whole second, on that second's edge. */
export interface InstrumentClock<Name extends string = string> {
  /** The command whose reply shows it. */
  readonly shownBy: Name;
  /** What the reply shows; nothing where it shows no time. */
  read(reply: Reply): Nanos | undefined;
  /** The clock's time as the reply shows it, written into a reply: for the simulator. */
  write(reply: Reply, time: Nanos): string | Uint8Array;
  /** What is sent to set it, in order. */
  readonly set: readonly ClockSetting[];
  /** How far from the true time it may be after it was set. */
  readonly tolerance: Duration;
  /** How it is set while the instrument streams and does not listen. */
  readonly whileStreaming?: WhileStreaming;
}

/** How parameters are set. */
export interface Settings {
  /** All that differ are sent at once, a line each, with one reply; one after the other where nothing is said. */
  readonly batch?: boolean;
  /** The reply does not show at once what was set: it is asked for again until it does, for so long. */
  readonly settle?: Duration;
  /** How parameters are set while the instrument streams and does not listen. */
  readonly whileStreaming?: WhileStreaming;
}

/** How to find out what the instrument is doing. */
export interface Discovery<Name extends string = string, State extends string = string> {
  /** Listened for samples so long before it is disturbed. */
  readonly listen?: Duration;
  /** Commands whose replies show the state, tried in order until one is answered. */
  readonly ask?: Name | readonly Name[];
  /** The state of an instrument that sends nothing and answers nothing. */
  readonly otherwise?: State;
}

/** All that there is to say of a kind of instrument. */
export interface Instrument<
  State extends string = string,
  Name extends string = string,
  P extends Readonly<Record<string, Parameter>> = Readonly<Record<string, Parameter>>,
  S extends Readonly<Record<string, Stream>> = Readonly<Record<string, Stream>>,
> {
  /** `vendor.model`, in snake_case. */
  readonly kind: string;
  /** Who makes it, for people. */
  readonly maker: string;
  /** What its maker calls it, for people. */
  readonly model: string;
  /** What it measures, for people. */
  readonly description?: string;
  /** What is true of every exchange with it. */
  readonly dialogue: Dialogue;
  /** The names of its links, where it has several. */
  readonly links?: readonly string[];
  /** It has no link of its own: it is found behind another instrument. */
  readonly rides?: Rides;
  /** How to find out what it is doing. */
  readonly discover: Discovery<NoInfer<Name>, NoInfer<State>>;
  /** What it may be doing. The one in which it listens to commands is `command`. */
  readonly states: Readonly<Record<State, StateInfo<Extract<NoInfer<keyof S>, string>>>>;
  /** What it can be told, by name. The usual ones are called alike for all: `acquire_status`, `acquire_sample`, `start_autosample`, `stop_autosample`. */
  readonly commands: Readonly<
    Record<
      Name,
      Command<NoInfer<State>, NoInfer<Name>, Extract<NoInfer<keyof P>, string>, Extract<NoInfer<keyof S>, string>>
    >
  >;
  /** Its settings, by name. */
  readonly parameters: P;
  /** Configurations that are read and written whole. */
  readonly blobs?: Readonly<Record<string, Blob<NoInfer<Name>>>>;
  /** How parameters are set, where not one after the other. */
  readonly settings?: Settings;
  /** Asked once each time that the instrument has come to listen to commands, for what samples want to know. */
  readonly learns?: readonly NoInfer<Name>[];
  /** What the driver does by itself. */
  readonly jobs?: Readonly<Record<string, Job<NoInfer<State>, NoInfer<Name>, Extract<NoInfer<keyof P>, string>>>>;
  /** Its clock, where that can be set: the command `clock_sync` is then there. */
  readonly clock?: InstrumentClock<NoInfer<Name>>;
  /** Its streams, by name: what it sends, and what that means. */
  readonly samples: S;
  /** Where the instrument itself shows the coefficients that derived values need. */
  readonly calibration?: CalibrationSource<Extract<NoInfer<keyof S>, string>>;
  /** How a simulated one behaves. */
  readonly simulation: Simulation;
}
