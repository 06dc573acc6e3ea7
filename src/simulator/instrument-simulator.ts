import type { Instrument } from '../definition/instrument.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import { type Clock, systemClock } from '../kit/clock.ts';
import { milliseconds } from '../kit/duration.ts';
import { ConfigError } from '../kit/errors.ts';
import { Listeners } from '../kit/listeners.ts';
import type { Nanos } from '../kit/time.ts';
import type { Values } from '../model/sample.ts';
import { Behaviour } from './behaviour.ts';
import { Ear } from './ear.ts';
import { type Fault, lasts } from './fault.ts';
import { FaultyLine } from './faulty-line.ts';
import { type Random, seeded } from './random.ts';
import { BREAK } from './rules.ts';
import { Sleep } from './sleep.ts';
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

function powerUpState({ kind, states }: Instrument, streaming: boolean): string {
  if (!streaming) return 'command' in states ? 'command' : Object.keys(states)[0]!;
  const found = Object.entries(states).find(([, { streaming = [] }]) => streaming.length > 0)?.[0];
  if (found === undefined)
    throw new ConfigError(`${kind} has no state in which it streams, so it cannot begin with that`);
  return found;
}

/** Any definition turned round: takes bytes as the instrument does, and answers as it does. No I/O. */
export class InstrumentSimulator {
  readonly definition: Instrument;
  readonly #understanding: Understanding;
  readonly #line: FaultyLine;
  readonly #behaviour: Behaviour;
  readonly #ear: Ear;
  readonly #sleep: Sleep;
  readonly #hangUps = new Listeners<void>();
  readonly #powerUpState: string;
  #closed = false;

  /** @throws ParameterError for initial values that cannot be; DefinitionError for a definition that cannot be simulated. */
  constructor(definition: Instrument, options: SimulatorOptions = {}) {
    const { clock = systemClock, random = seeded(), streaming = false, asleep = false } = options;
    this.definition = definition;
    this.#powerUpState = powerUpState(definition, streaming);
    this.#understanding = understandingOf(definition);
    this.#line = new FaultyLine(clock, random);
    this.#behaviour = new Behaviour(definition, {
      clock,
      random,
      understanding: this.#understanding,
      initial: options.initial ?? {},
      driftPpm: options.driftPpm ?? 0,
      say: (bytes, kind) => this.#line.send(bytes, kind),
      onFree: () => {
        this.#sleep.stayAwake();
        this.#ear.listen();
      },
    });
    this.#ear = new Ear({
      clock,
      input: this.#understanding.input(),
      busy: () => this.#behaviour.busy,
      onEcho: (text) => this.#echo(text),
      onHeard: (text) => this.#behaviour.hear(text),
    });
    const { sleepsAfter } = definition.dialogue;
    const limit = sleepsAfter && milliseconds(sleepsAfter);
    this.#sleep = new Sleep(clock, limit, () => this.#behaviour.working, asleep);
    this.#behaviour.begin(this.#powerUpState);
  }

  /** One of the definition's states, or one that its simulation adds. */
  get state(): string {
    return this.#behaviour.state;
  }

  get asleep(): boolean {
    return this.#sleep.asleep;
  }

  /** The present values as the instrument knows them. */
  get parameters(): Values {
    return this.#behaviour.parameters;
  }

  /** What its own clock shows. */
  get time(): Nanos {
    return this.#behaviour.time;
  }

  /** A configuration that is one stretch of bytes, as it stands; `undefined` where there is none of this name. */
  configuration(blob: string): Uint8Array | undefined {
    return this.#behaviour.configuration(blob);
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
    this.#line.close();
    this.#ear.forget();
    this.#sleep.stayAwake();
    this.#behaviour.begin(this.#powerUpState, options.clockLost);
  }

  close(): void {
    this.#closed = true;
    this.#behaviour.close();
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
    const { abort } = this.#behaviour;
    if (abort === undefined || !this.#ear.held.includes(abort)) return;
    this.#ear.forget();
    this.#behaviour.breakOff();
  }

  /** Whatever wakes it is lost, unless it is made to be heard; `undefined` does not wake it. */
  #leftAfterWaking(text: string): string | undefined {
    const { woken } = this.definition.simulation;
    if (woken === undefined && this.#understanding.lines) {
      const newline = text.search(/[\r\n\u0100]/);
      return newline < 0 ? undefined : text.slice(newline);
    }
    if (this.#understanding.rouses(text)) return text;
    this.#line.send(toBytes(woken ?? ''), 'reply');
    return '';
  }

  #echo(text: string): void {
    if (this.#understanding.echoes && !this.#behaviour.silent) this.#line.send(toBytes(text), 'echo');
  }
}
