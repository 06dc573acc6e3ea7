import { type Instrument, yieldsOf } from '../definition/instrument.ts';
import { toBytes } from '../kit/bytes.ts';
import type { Clock, Timer } from '../kit/clock.ts';
import type { Nanos } from '../kit/time.ts';
import type { Values } from '../model/sample.ts';
import { applyChange } from './change.ts';
import type { Said } from './faulty-line.ts';
import { InstrumentTime } from './instrument-time.ts';
import { ParameterMemory } from './parameter-memory.ts';
import { PassingStates } from './passing.ts';
import type { Random } from './random.ts';
import { type RecordSource, recordSource } from './record-source.ts';
import { type ReplyWriter, replyWriter } from './reply-writer.ts';
import { BREAK, findAnswer, findRule, type Rule } from './rules.ts';
import { type Outcome, Settings } from './settings.ts';
import { Streaming } from './streaming.ts';
import type { Understanding } from './understanding.ts';
import { workOf } from './work.ts';

export interface BehaviourOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly understanding: Understanding;
  readonly initial: Values;
  readonly driftPpm: number;
  readonly say: (bytes: Uint8Array, kind: Said) => void;
  /** A command that took its time is done. */
  readonly onFree: () => void;
}

interface Doing extends Timer {
  readonly rule: Rule;
  readonly before: string;
}

/** What the instrument does: its state, its memory and its clock, and how each thing that it hears changes them. */
export class Behaviour {
  readonly #definition: Instrument;
  readonly #options: BehaviourOptions;
  readonly #began: number;
  readonly #time: InstrumentTime;
  readonly #memory: ParameterMemory;
  readonly #settings: Settings;
  readonly #replies: ReplyWriter;
  readonly #records: RecordSource;
  readonly #streaming: Streaming;
  readonly #passing: PassingStates;
  #state = '';
  #doing: Doing | undefined;
  #heard = { text: '', times: 0 };

  constructor(definition: Instrument, options: BehaviourOptions) {
    const { clock, random, initial, driftPpm } = options;
    this.#definition = definition;
    this.#options = options;
    this.#began = clock.elapsed();
    this.#time = new InstrumentTime(clock, driftPpm);
    this.#memory = new ParameterMemory(definition, initial);
    this.#settings = new Settings(definition, this.#memory, clock);
    this.#replies = replyWriter(definition, this.#memory);
    this.#records = recordSource(definition, random);
    this.#streaming = new Streaming(
      clock,
      definition,
      () => this.parameters,
      (stream) => this.#sendRecord(stream),
    );
    this.#passing = new PassingStates(clock, definition.simulation.passes ?? {}, ({ to, says = '' }) => {
      this.#enter(to);
      this.#reply(says);
    });
  }

  get state(): string {
    return this.#state;
  }

  get parameters(): Values {
    this.#settings.settle();
    return this.#memory.values;
  }

  get time(): Nanos {
    return this.#time.now();
  }

  configuration(blob: string): Uint8Array | undefined {
    return this.#memory.content(blob);
  }

  /** It says nothing to what it does not understand. */
  get silent(): boolean {
    return this.#definition.simulation.silentIn?.includes(this.#state) ?? false;
  }

  /** A command takes its time. */
  get busy(): boolean {
    return this.#doing !== undefined;
  }

  /** It is busy, or sends by itself. */
  get working(): boolean {
    return this.busy || this.#streaming.running;
  }

  /** What would break off the command that takes its time. */
  get abort(): string | undefined {
    return this.#doing && this.#options.understanding.abortOf(this.#doing.rule.name);
  }

  hear(text: string): void {
    this.#settings.settle();
    this.#heard = { text, times: text === this.#heard.text ? this.#heard.times + 1 : 1 };
    const { answers = [] } = this.#definition.simulation;
    const { rules, lines } = this.#options.understanding;
    const answer = findAnswer(answers, lines, text, this.#state);
    const rule = findRule(rules, lines, text, this.#state);
    if (answer !== undefined) {
      this.#reply(answer.reply);
      if (answer.next !== undefined) this.#enter(answer.next);
    } else if (rule !== undefined) this.#perform(rule);
    else this.#hearOther(text);
  }

  breakOff(): void {
    const doing = this.#stopDoing();
    if (doing === undefined) return;
    this.#enter(doing.before);
    this.#reply(this.#replies.ended('', doing.rule.exchange.until, this.#state));
  }

  /** Power comes on: it forgets what it was doing, and perhaps the time. */
  begin(state: string, clockLost = false): void {
    this.close();
    if (clockLost) this.#time.set(0n);
    this.#enter(state);
  }

  close(): void {
    this.#stopDoing();
    this.#streaming.stop();
    this.#passing.stop();
    this.#state = '';
  }

  #hearOther(text: string): void {
    const { understanding } = this.#options;
    const { woken, rejects, refuses = rejects, confirms } = this.#definition.simulation;
    if (understanding.calls(text)) {
      if (!this.silent) this.#reply((text === BREAK ? woken : undefined) ?? this.#replies.prompt(this.#state));
      return;
    }
    const outcome = this.#change(text);
    if (outcome === 'accepted') this.#reply(this.#replies.afterSetting(this.#state, this.#time.now()));
    else if (outcome === 'repeat') this.#reply(confirms ?? this.#replies.prompt(this.#state));
    else if (outcome === 'refused') this.#reply(refuses);
    else if (!understanding.aborts(text) && !this.silent) this.#reply(rejects);
  }

  /** Settings are taken only while it does nothing else. */
  #change(text: string): Outcome | undefined {
    const { streaming = [], busy = false } = this.#definition.states[this.#state] ?? { busy: true };
    if (streaming.length > 0 || busy) return undefined;
    const changeable = { memory: this.#memory, settings: this.#settings, time: this.#time };
    return applyChange(this.#definition, text, this.#heard.times, changeable);
  }

  #perform(rule: Rule): void {
    const { command, exchange, last } = rule;
    const before = this.#state;
    if (!last) {
      this.#performPart(rule);
      return;
    }
    const { clock, random, understanding, onFree } = this.#options;
    const stream = this.#broughtBy(rule);
    // An acknowledgement announces the record; a prompt follows it.
    const announced = stream !== undefined && !understanding.lines;
    const state = command.to ?? before;
    if (announced) this.#reply(this.#replies.ended('', exchange.until, state));
    const whole = (): string => this.#replies.whole(rule, state, this.#time.now());
    const finish = (): void => {
      this.#doing = undefined;
      if (stream !== undefined) this.#sendRecord(stream);
      if (!announced) this.#reply(stream === undefined ? whole() : this.#replies.ended('', exchange.until, state));
      this.#enter(state);
    };
    const work = workOf(rule, this.#definition.simulation, { clock, random, say: (line) => this.#reply(line) });
    if (work === undefined) {
      finish();
      return;
    }
    this.#enter(command.during ?? before);
    const timer = work(() => {
      finish();
      onFree();
    });
    this.#doing = { rule, before, cancel: () => timer.cancel() };
  }

  /** One of several lines that are sent at once, or one of a command's steps. */
  #performPart(rule: Rule): void {
    const { exchange, line } = rule;
    if (exchange.until?.kind === 'sample') this.#sendRecord(exchange.until.stream);
    const alone = line.of === 1;
    this.#reply(
      alone
        ? this.#replies.ended('', exchange.until, this.#state)
        : this.#replies.whole(rule, this.#state, this.#time.now()),
    );
  }

  /** The stream of which the command brings a record, where its reply is not said otherwise. */
  #broughtBy({ name, command }: Rule): string | undefined {
    if (name in this.#definition.simulation.replies) return undefined;
    return yieldsOf(command).find((stream) => this.#records.has(stream));
  }

  #stopDoing(): Doing | undefined {
    const doing = this.#doing;
    doing?.cancel();
    this.#doing = undefined;
    return doing;
  }

  #enter(state: string): void {
    if (state !== this.#state) this.#passing.entered(state);
    this.#state = state;
    this.#streaming.play(this.#definition.states[state]?.streaming ?? []);
  }

  #reply(text: string): void {
    this.#options.say(toBytes(text), 'reply');
  }

  #sendRecord(stream: string): void {
    const elapsed = this.#options.clock.elapsed() - this.#began;
    const moment = { parameters: this.parameters, elapsed, time: this.#time.now() };
    this.#options.say(this.#records.next(stream, moment), 'record');
  }
}
