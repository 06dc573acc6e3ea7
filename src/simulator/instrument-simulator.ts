import type { Instrument } from '../definition/instrument.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import { type Clock, systemClock, type Timer } from '../kit/clock.ts';
import { milliseconds } from '../kit/duration.ts';
import { ConfigError } from '../kit/errors.ts';
import { Listeners } from '../kit/listeners.ts';
import type { Values } from '../model/sample.ts';
import { applyChange, type Outcome } from './change.ts';
import { Ear } from './ear.ts';
import { type Fault, lasts } from './fault.ts';
import { FaultyLine } from './faulty-line.ts';
import { InstrumentTime } from './instrument-time.ts';
import { workOf } from './operation.ts';
import { ParameterMemory } from './parameter-memory.ts';
import { type Random, seeded } from './random.ts';
import { type RecordSource, recordSource } from './record-source.ts';
import { type ReplyWriter, replyWriter } from './reply-writer.ts';
import { BREAK, findAnswer, findRule, type Rule } from './rules.ts';
import { Sleep } from './sleep.ts';
import { Streaming } from './streaming.ts';
import { type Understanding, understandingOf } from './understanding.ts';

export interface SimulatorOptions {
  readonly clock?: Clock;
  /** A number in 0…1; the same numbers in every run where nothing is said. */
  readonly random?: Random;
  /** Parameters that differ from those that the definition's example replies show. */
  readonly initial?: Values;
  /** Streams as soon as it has power. */
  readonly streaming?: boolean;
  readonly asleep?: boolean;
  /** How much faster than the true time its clock goes, in parts per million. */
  readonly driftPpm?: number;
}

interface Doing extends Timer {
  readonly rule: Rule;
  readonly before: string;
}

function powerUpState({ kind, states }: Instrument, streaming: boolean): string {
  if (!streaming) return 'command' in states ? 'command' : Object.keys(states)[0]!;
  const found = Object.entries(states).find(([, info]) => info.streaming)?.[0];
  if (found === undefined)
    throw new ConfigError(`${kind} has no state in which it streams, so it cannot begin with that`);
  return found;
}

/** Any definition turned round: takes bytes as the instrument does, and answers as it does. No I/O. */
export class InstrumentSimulator {
  readonly definition: Instrument;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #began: number;
  readonly #time: InstrumentTime;
  readonly #memory: ParameterMemory;
  readonly #understanding: Understanding;
  readonly #replies: ReplyWriter;
  readonly #records: RecordSource;
  readonly #line: FaultyLine;
  readonly #ear: Ear;
  readonly #sleep: Sleep;
  readonly #streaming: Streaming;
  readonly #hangUps = new Listeners<void>();
  readonly #powerUpState: string;
  #state: string;
  #doing: Doing | undefined;
  #closed = false;

  constructor(definition: Instrument, options: SimulatorOptions = {}) {
    const { clock = systemClock, random = seeded(), initial, streaming = false, asleep = false, driftPpm } = options;
    this.definition = definition;
    this.#clock = clock;
    this.#random = random;
    this.#began = clock.elapsed();
    this.#time = new InstrumentTime(clock, driftPpm);
    this.#memory = new ParameterMemory(definition, initial);
    this.#understanding = understandingOf(definition);
    this.#replies = replyWriter(definition, this.#memory);
    this.#records = recordSource(definition, random);
    this.#line = new FaultyLine(clock, random);
    this.#streaming = new Streaming(
      clock,
      definition.simulation,
      () => this.parameters,
      (stream) => this.#sendRecord(stream),
    );
    this.#ear = new Ear({
      clock,
      input: this.#understanding.input(),
      busy: () => this.#doing !== undefined,
      onEcho: (text) => this.#echo(text),
      onHeard: (text) => this.#hear(text),
    });
    this.#powerUpState = powerUpState(definition, streaming);
    this.#state = this.#powerUpState;
    this.#enter(this.#powerUpState);
    const { sleepsAfter } = definition.dialogue;
    const working = (): boolean => this.#streaming.running || this.#doing !== undefined;
    this.#sleep = new Sleep(clock, sleepsAfter && milliseconds(sleepsAfter), working, asleep);
  }

  /** One of the definition's states, or one that its simulation adds. */
  get state(): string {
    return this.#state;
  }

  get asleep(): boolean {
    return this.#sleep.asleep;
  }

  /** The present values as the instrument knows them. */
  get parameters(): Values {
    return this.#memory.values;
  }

  /** The faults that last. */
  get faults(): readonly Fault[] {
    return this.#line.faults;
  }

  /** What it sends; the returned function ends the subscription. */
  onSend(listener: (bytes: Uint8Array) => void): () => void {
    return this.#line.sent.add(listener);
  }

  /** A fault wants the connection closed. */
  onHangUp(listener: () => void): () => void {
    return this.#hangUps.add(listener);
  }

  receive(bytes: Uint8Array): void {
    this.#take(toText(bytes));
  }

  /** The line was held in the break condition. Instruments that know no break take no notice. */
  receiveBreak(_milliseconds: number): void {
    if (this.#understanding.knowsBreak) this.#take(BREAK);
  }

  /** What happens once, happens now. What lasts, lasts until other faults that last are set, or `none`. */
  setFault(...faults: readonly Fault[]): void {
    const lasting = faults.filter(lasts);
    if (lasting.length > 0) this.#line.faults = lasting.filter(({ kind }) => kind !== 'none');
    for (const fault of faults) {
      if (fault.kind === 'drop') this.#hangUps.emit();
      if (fault.kind === 'power_cycle') this.powerCycle(fault);
    }
  }

  /** Loses what it was doing and saying, keeps its parameters, and may forget the time. */
  powerCycle(options: { readonly clockLost?: boolean } = {}): void {
    this.#stopDoing();
    this.#streaming.stop();
    this.#line.close();
    this.#ear.forget();
    if (options.clockLost) this.#time.set(0n);
    this.#enter(this.#powerUpState);
    this.#sleep.stayAwake();
  }

  close(): void {
    this.#closed = true;
    this.#stopDoing();
    this.#streaming.stop();
    this.#line.close();
    this.#ear.forget();
    this.#sleep.close();
  }

  #take(text: string): void {
    if (this.#closed || this.#line.stalled) return;
    const left = this.#sleep.asleep ? this.#leftAfterWaking(text) : text;
    if (left === undefined) return;
    this.#sleep.stayAwake();
    this.#ear.receive(left);
    const abort = this.#doing && this.#understanding.abortOf(this.#doing.rule.name);
    if (abort !== undefined && this.#ear.held.includes(abort)) this.#breakOff();
  }

  /** Whatever wakes it is lost, unless it is made to be heard; `undefined` does not wake it. */
  #leftAfterWaking(text: string): string | undefined {
    const { woken } = this.definition.simulation;
    if (woken === undefined && this.#understanding.lines) {
      const newline = text.search(/[\r\n\u0100]/);
      return newline < 0 ? undefined : text.slice(newline);
    }
    if (this.#understanding.rouses(text)) return text;
    this.#reply(woken ?? '');
    return '';
  }

  #hear(text: string): void {
    const { answers = [], silentIn = [], rejects } = this.definition.simulation;
    const { rules, lines } = this.#understanding;
    const answer = findAnswer(answers, lines, text, this.#state);
    const rule = findRule(rules, lines, text, this.#state);
    if (answer !== undefined) {
      this.#reply(answer.reply);
      if (answer.next !== undefined) this.#enter(answer.next);
    } else if (rule !== undefined) this.#perform(rule);
    else if ((lines && text.trim() === '') || this.#change(text) === 'accepted')
      this.#reply(this.#replies.prompt(this.#state));
    else if (this.#understanding.aborts(text)) this.#reply('');
    else if (!silentIn.includes(this.#state)) this.#reply(rejects);
  }

  /** Settings are taken only while it does nothing else. */
  #change(text: string): Outcome | undefined {
    const info = this.definition.states[this.#state];
    if (info === undefined || info.streaming || info.busy) return undefined;
    return applyChange(this.definition, text, this.#memory, this.#time);
  }

  #perform(rule: Rule): void {
    const { command, exchange, last } = rule;
    const before = this.#state;
    if (!last) {
      this.#reply(this.#replies.ended('', exchange.until, before));
      return;
    }
    const stream = this.#broughtBy(rule);
    // An acknowledgement announces the record; a prompt follows it.
    const announced = stream !== undefined && !this.#understanding.lines;
    const state = command.to ?? before;
    if (announced) this.#reply(this.#replies.ended('', exchange.until, state));
    const finish = (): void => {
      this.#doing = undefined;
      if (stream !== undefined) this.#sendRecord(stream);
      if (!announced) this.#reply(this.#replyTo(rule, state));
      this.#enter(state);
    };
    const say = (line: string): void => this.#reply(line);
    const work = workOf(rule, this.definition.simulation, { clock: this.#clock, random: this.#random, say });
    if (work === undefined) {
      finish();
      return;
    }
    this.#enter(command.during ?? before);
    const timer = work(() => {
      finish();
      this.#sleep.stayAwake();
      this.#ear.listen();
    });
    this.#doing = { rule, before, cancel: () => timer.cancel() };
  }

  /** The stream of which the command brings a record, where its reply is not said otherwise. */
  #broughtBy({ name, command }: Rule): string | undefined {
    if (command.yields === undefined || name in this.definition.simulation.replies) return undefined;
    return this.#records.has(command.yields) ? command.yields : undefined;
  }

  #replyTo({ name, exchange }: Rule, state: string): string {
    return this.#replies.ended(this.#replies.body(name, state, this.#time.now()), exchange.until, state);
  }

  #breakOff(): void {
    const doing = this.#stopDoing();
    this.#ear.forget();
    if (doing === undefined) return;
    this.#enter(doing.before);
    this.#reply(this.#replies.ended('', doing.rule.exchange.until, this.#state));
  }

  #stopDoing(): Doing | undefined {
    const doing = this.#doing;
    doing?.cancel();
    this.#doing = undefined;
    return doing;
  }

  #enter(state: string): void {
    this.#state = state;
    if (this.definition.states[state]?.streaming) this.#streaming.start();
    else this.#streaming.stop();
  }

  #sendRecord(stream: string): void {
    const elapsed = this.#clock.elapsed() - this.#began;
    const record = this.#records.next(stream, { parameters: this.parameters, elapsed, time: this.#time.now() });
    this.#line.send(record, 'record');
  }

  #echo(text: string): void {
    if (this.#understanding.echoes) this.#line.send(toBytes(text), 'echo');
  }

  #reply(text: string): void {
    this.#line.send(toBytes(text), 'reply');
  }
}
