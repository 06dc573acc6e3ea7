import { setImmediate } from 'node:timers/promises';
import { INSTRUMENT } from '../driver/attribution.ts';
import { NOT_RESUMED } from '../driver/declared/pause.ts';
import { COMMAND, isStreaming, START } from '../driver/declared/streaming.ts';
import type { DeclaredDriver } from '../driver/declared-driver.ts';
import { type Host, isKnown, nextState } from '../driver/host.ts';
import { backoff } from '../kit/backoff.ts';
import { type Clock, sleep } from '../kit/clock.ts';
import { asError, ConnectionError, ParameterError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { plain } from '../model/plain.ts';
import type { Value, Values } from '../model/sample.ts';
import { CorrectionLimit, WITHIN } from './correction-limit.ts';
import { failureOf } from './event-drafts.ts';
import type { Mode, Wanted } from './wanted.ts';

/** On whose behalf an instrument is brought to what it is to do. */
export const STARTUP = 'startup';

/** Nobody's wish: what these did says nothing of what is wanted. */
const OWN: readonly (string | undefined)[] = [STARTUP, INSTRUMENT, 'driver', undefined];

export interface UpkeepOptions {
  readonly id: string;
  readonly driver: DeclaredDriver;
  readonly wanted: Wanted;
  /** The instrument that it is found behind: it does what that one does. */
  readonly host?: Host | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Somebody holds the instrument: nothing is changed behind their back. */
  readonly isLocked: () => boolean;
  readonly record: (draft: EventDraft) => void;
  readonly onProblem: (problem: string | undefined) => void;
  readonly signal: AbortSignal;
  /** How long it is left as it is when it was brought back twice, in ms; the double of that each time that follows. */
  readonly correctionPause?: number | undefined;
}

/** Brings an instrument to what it is to be, and back to that whenever it is found otherwise. */
export class Upkeep {
  readonly #options: UpkeepOptions;
  readonly #limit: CorrectionLimit;
  #running: Promise<void> | undefined;
  #considering: Promise<void> | undefined;
  /** It was brought to what it is to do under another definition: it only has to be found again. */
  isReloaded = false;
  /** It was said that it is not started up, and not yet that it is. */
  #isSaidDown = false;
  /** Why it has still to be brought back, when nobody holds it any more. */
  #due: string | undefined;
  #wasReached = false;
  /** What was found and brought back in this run. */
  #why = '';
  #found: string | undefined;
  #corrected = false;

  constructor(options: UpkeepOptions) {
    this.#options = options;
    this.#limit = new CorrectionLimit(options.clock, options.correctionPause);
  }

  hear(event: DriverAsyncEvent): void {
    if (event.type === 'state_change') this.#entered(event.state, event.previous);
    else if (event.type === 'command' && event.outcome === 'done') this.#follow(event);
    else if (event.type === 'config_change') this.#compare(event);
    // It is to stream and does not any more: it is brought to that however often it takes.
    else if (event.type === 'error' && event.during === NOT_RESUMED) this.#begin(event.during, 'autosample');
  }

  /** Nobody holds it any more, or something else has changed by which it may be brought back now. */
  consider(): void {
    const due = this.#due;
    if (due !== undefined && !this.#options.isLocked()) this.#begin(due);
    else {
      this.#considering ??= this.#compareWithWanted().finally(() => {
        this.#considering = undefined;
      });
    }
  }

  /** Resolves when nothing is under way; the signal ends what is. */
  async settled(): Promise<void> {
    await this.#considering;
    await this.#running;
  }

  #entered(state: string, previous: string | undefined): void {
    if (state.endsWith('disconnected')) this.isReloaded = false;
    if (this.#modeOf(state) !== undefined) this.#found ??= state;
    if (state === 'unknown') {
      this.#begin(this.#wasReached ? 'it was reached again' : 'the program began to look after it');
      this.#wasReached = true;
    } else if (previous === 'direct_access') this.#followMode(state);
    else this.consider();
  }

  /** What people have it do is what it is to do from then on. */
  #follow({ command, args, by }: Extract<DriverAsyncEvent, { type: 'command' }>): void {
    if (OWN.includes(by)) return;
    const { driver, wanted } = this.#options;
    if (by !== 'schedule') this.#used();
    this.#followMode(driver.definition.commands[command]?.to);
    if (command !== 'set') return;
    const states = driver.parameters();
    const lasting = Object.keys(args).filter((name) => driver.isRemembered(name));
    const desired = lasting.flatMap((name) => {
      const value = states[name]?.desired;
      return value === undefined ? [] : [[name, value] as const];
    });
    wanted.wantParameters(Object.fromEntries(desired));
  }

  /** What was given up is tried again. */
  #used(): void {
    const wasGivenUp = this.#limit.isReached;
    this.#limit.reset();
    if (wasGivenUp) this.consider();
  }

  #followMode(state: string | undefined): void {
    const mode = state === undefined ? undefined : this.#modeOf(state);
    if (mode !== undefined && this.#options.host === undefined) this.#options.wanted.wantMode(mode);
  }

  #compare({ changes, by }: Extract<DriverAsyncEvent, { type: 'config_change' }>): void {
    if (by === INSTRUMENT) this.consider();
    if (by !== STARTUP) return;
    const wanted = this.#wantedValues();
    const others = this.#deviations().map(({ name }) => name);
    for (const [name, { from, to }] of Object.entries(changes)) {
      const isBack = from !== null && Object.hasOwn(wanted, name) && !others.includes(name);
      if (isBack) this.#tellCorrected('parameter', name, from, to);
    }
  }

  async #compareWithWanted(): Promise<void> {
    const { driver, signal } = this.#options;
    try {
      // Behind whatever is being done: what it goes through meanwhile says nothing, and whose wish it was is known then.
      await driver.get([], { signal });
      await setImmediate();
    } catch {
      return;
    }
    try {
      const why = this.#difference();
      if (why !== undefined) this.#begin(why);
    } catch (thrown) {
      // Its definition cannot say.
      this.#failed(asError(thrown));
    }
  }

  /** What is otherwise than it is to be; nothing while that cannot be said. */
  #difference(): string | undefined {
    const { driver, wanted, host } = this.#options;
    const state = driver.getCurrentState();
    const mode = this.#modeOf(state);
    if (mode === undefined || !this.#wasReached) return undefined;
    const canStream = Object.hasOwn(driver.definition.commands, START);
    const isOther = wanted.mode !== 'leave' && wanted.mode !== mode && (wanted.mode === 'command' || canStream);
    if (isOther && host === undefined) return `it was found in '${state}'`;
    const [first] = this.#canSetIn(mode) ? this.#deviations() : [];
    return first === undefined ? undefined : `${first.name} was found changed`;
  }

  #canSetIn(mode: Mode): boolean {
    return mode === 'command' || this.#options.driver.definition.settings?.whileStreaming === 'pause';
  }

  #deviations(): ReturnType<DeclaredDriver['deviations']> {
    return this.#options.driver.deviations(this.#wantedValues());
  }

  #wantedValues(): Values {
    const { driver, wanted } = this.#options;
    try {
      return driver.startupValues(wanted.parameters);
    } catch (error) {
      // What is wrong with them is told when they are to be applied.
      if (error instanceof ParameterError) return {};
      throw error;
    }
  }

  /** Streaming or listening; nothing in a state in which it is to be left alone. */
  #modeOf(state: string): 'autosample' | 'command' | undefined {
    const { definition } = this.#options.driver;
    if (isStreaming(definition, state)) return 'autosample';
    return state === COMMAND ? 'command' : undefined;
  }

  /** Finds out what the instrument is doing and brings it to what it is to do, however often that takes. */
  #begin(why: string, mode?: Mode): void {
    this.#running ??= this.#untilDone(why, mode).finally(() => {
      this.#running = undefined;
    });
  }

  async #untilDone(why: string, mode: Mode | undefined): Promise<void> {
    const { driver, clock, host, signal } = this.#options;
    const wait = backoff();
    const state = driver.getCurrentState();
    this.#why = why;
    this.#found = this.#modeOf(state) === undefined ? undefined : state;
    this.#corrected = false;
    let said = '';
    while (!signal.aborted && this.#isReached()) {
      if (host !== undefined && !isKnown(host)) {
        await nextState(host, signal).catch(() => {});
        continue;
      }
      try {
        await this.#attempt(why, mode);
        return this.#succeeded();
      } catch (thrown) {
        const error = asError(thrown);
        if (signal.aborted) return;
        // The instrument that was lost has been said already; it may be back by now.
        if (error instanceof ConnectionError && driver.getCurrentState() !== 'unknown') return;
        if (this.#dropRefused(error)) continue;
        this.#failed(error, said);
        said = error.message;
        await sleep(clock, wait.next(), signal).catch(() => {});
      }
    }
  }

  async #attempt(why: string, mode: Mode = this.#options.wanted.mode): Promise<void> {
    const { driver, wanted, clock, isLocked, signal } = this.#options;
    const call = { signal, by: STARTUP };
    const { pause } = this.#limit;
    this.#due = undefined;
    if (this.isReloaded || pause > 0 || this.#limit.isReached) await driver.discover(call);
    if (this.isReloaded || this.#limit.isReached) return;
    await sleep(clock, pause, signal);
    if (isLocked()) {
      this.#due = why;
      if (driver.getCurrentState() === 'unknown') await driver.discover(call);
      return;
    }
    const { parameters } = wanted;
    const state = await driver.startUp({ parameters, ...(mode !== 'leave' && { mode }) }, call);
    await this.#setWhileStreaming();
    const [from, to] = [this.#modeOf(this.#found ?? ''), this.#modeOf(state)];
    if (mode !== 'leave' && from !== undefined && to !== undefined && from !== to)
      this.#tellCorrected('mode', 'mode', from, to);
    if (this.#deviations().length === 0) wanted.met();
  }

  /** One that streams as it should is not stopped for its values, unless it can be set all the same. */
  async #setWhileStreaming(): Promise<void> {
    const { driver, signal } = this.#options;
    if (this.#modeOf(driver.getCurrentState()) !== 'autosample' || !this.#canSetIn('autosample')) return;
    const values = this.#deviations().map(({ name, desired }) => [name, desired] as const);
    if (values.length > 0) await driver.set(Object.fromEntries(values), { signal, by: STARTUP });
  }

  #succeeded(): void {
    const { id, logger, record, onProblem } = this.#options;
    this.isReloaded = false;
    if (this.#corrected) this.#limit.noted();
    onProblem(this.#limit.isReached ? this.#givenUp : undefined);
    if (this.#corrected && this.#limit.isReached) this.#tellGivenUp();
    if (this.#isSaidDown) {
      logger.info({ instrument: id }, 'started up');
      record({ type: 'started_up', by: STARTUP, details: {} });
    }
    this.#isSaidDown = false;
  }

  #failed(error: Error, said = ''): void {
    const { id, logger, record, onProblem } = this.#options;
    onProblem(error.message);
    if (error.message !== said) {
      logger.warn({ instrument: id, error: error.message }, 'not started up');
      record({ type: 'not_started_up', by: STARTUP, details: { error: failureOf(error) } });
    }
    this.#isSaidDown = true;
  }

  get #givenUp(): string {
    return `brought back ${this.#limit.count} times within the hour: it is left as it is until somebody uses it`;
  }

  #tellGivenUp(): void {
    const { id, logger, record } = this.#options;
    const details = { corrections: this.#limit.count, within: WITHIN, why: this.#why };
    record({ type: 'not_corrected', by: STARTUP, details });
    logger.error({ instrument: id, why: this.#why }, this.#givenUp);
  }

  /** What people have asked for may not be possible any more, as a definition comes to say something else. */
  #dropRefused(error: Error): boolean {
    if (!(error instanceof ParameterError)) return false;
    const { wanted, record } = this.#options;
    const refused = error.issues.filter(({ name }) => wanted.hasAsked(name));
    for (const { name, message } of refused) {
      const value = plain(wanted.parameters[name]);
      wanted.drop(name);
      record({ type: 'wanted_dropped', by: STARTUP, details: { name, value, reason: message } });
    }
    return refused.length > 0;
  }

  /** What is brought to what it is to be for the first time was never changed. */
  #tellCorrected(what: 'mode' | 'parameter', name: string, from: Value, to: Value): void {
    if (!this.#options.wanted.isMet) return;
    this.#corrected = true;
    const details = { what, name, from: plain(from), to: plain(to), why: this.#why };
    this.#options.record({ type: 'corrected', by: STARTUP, details });
  }

  #isReached(): boolean {
    return !['unconfigured', 'disconnected', 'instrument_disconnected'].includes(
      this.#options.driver.getCurrentState(),
    );
  }
}
