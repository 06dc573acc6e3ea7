import type { Bus } from '../bus/bus.ts';
import type { Caller, Command, Described, InstrumentService } from '../bus/services.ts';
import { directFacts } from '../definition/direct-buttons.ts';
import type { Clock } from '../kit/clock.ts';
import { asError, StateError } from '../kit/errors.ts';
import { mapValues } from '../kit/records.ts';
import type { InstrumentOverview, InstrumentSummary } from '../model/api/instrument.ts';
import type { Job } from '../model/api/job.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { ParameterState } from '../model/metadata.ts';
import { plain } from '../model/plain.ts';
import type { Values } from '../model/sample.ts';
import { checkCommand } from './command-rules.ts';
import { DirectSession } from './direct-session.ts';
import { failureOf } from './event-drafts.ts';
import type { InstrumentAgent } from './instrument-agent.ts';
import { JobBook } from './job-book.ts';
import { newsOf, overviewOf, summaryOf } from './overview.ts';
import { checkSchedule, scheduleJson } from './schedule-json.ts';
import type { StoredSizes } from './stored-sizes.ts';
import { SummaryTeller } from './summary-teller.ts';
import { transitionsOf } from './transitions.ts';

export interface ServedInstrumentOptions {
  readonly agent: InstrumentAgent;
  readonly bus: Bus;
  readonly clock: Clock;
  /** What it takes on the disk. */
  readonly stored: () => Promise<StoredSizes>;
}

/** An agent's instrument on the bus: what it is asked for there, and what is told of it. */
export class ServedInstrument implements InstrumentService, AsyncDisposable {
  readonly #options: ServedInstrumentOptions;
  readonly #jobs: JobBook;
  readonly #direct: DirectSession;
  readonly #teller: SummaryTeller;
  readonly #leave: readonly (() => void)[];
  readonly #offer: Disposable;

  constructor(options: ServedInstrumentOptions) {
    const { agent, bus, clock } = options;
    const instrument = agent.id;
    this.#options = options;
    this.#jobs = new JobBook({ instrument, clock, onChange: (job) => bus.publish('job', job) });
    this.#direct = new DirectSession({ instrument, driver: agent.driver, bus, clock });
    this.#teller = new SummaryTeller({
      clock,
      summary: () => newsOf(agent, bus),
      tell: (summary) => bus.publish('summary', summary),
    });
    const look = (): void => this.#teller.look();
    this.#leave = [
      agent.events.add((event) => this.#hear(event)),
      agent.changed.add(look),
      bus.subscribe('lock', (news) => {
        if (news.instrument !== instrument) return;
        look();
        if (news.lock === null) agent.unlocked();
      }),
      bus.subscribe('alert', (alert) => {
        if (alert.instrument === instrument) look();
      }),
    ];
    this.#offer = bus.offer('instrument', instrument, this);
    look();
  }

  summary(): Promise<InstrumentSummary> {
    return summaryOf(this.#options.agent, this.#options.bus);
  }

  async overview(): Promise<InstrumentOverview> {
    const { agent, bus, stored } = this.#options;
    return overviewOf(agent, bus, this.#jobs.all, await stored());
  }

  async describe(): Promise<Described> {
    const { agent } = this.#options;
    const { definition, refiner, driver } = agent;
    const { links = [''] } = definition;
    return {
      ...driver.configMetadata(),
      streams: refiner.streams,
      transitions: transitionsOf(definition),
      links,
      direct: directFacts(definition),
    };
  }

  get(names: 'all' | readonly string[], caller: Caller, signal?: AbortSignal): Promise<Values> {
    return this.#options.agent.driver.get(names, { signal, by: caller.by });
  }

  async preview(values: Values): ReturnType<InstrumentService['preview']> {
    return this.#options.agent.driver.preview(values);
  }

  async set(values: Values, caller: Caller, signal?: AbortSignal): Promise<Readonly<Record<string, ParameterState>>> {
    const { driver } = this.#options.agent;
    this.#refusing('set', values, caller, () => this.#checkLock(caller));
    const run = (own: AbortSignal) => driver.set(values, { signal: own, by: caller.by });
    const { job, result } = this.#jobs.start({ command: 'set', args: values, by: caller.by, run });
    const cancel = (): void => void this.#jobs.cancel(job.id, caller.by);
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      const parameters = await result;
      this.#options.bus.publish('parameters', { instrument: this.#options.agent.id, parameters });
      return parameters;
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  async start(asked: Command, caller: Caller): Promise<Job> {
    const { driver, definition } = this.#options.agent;
    const { command, args } = asked;
    this.#refusing(command, args, caller, () => {
      this.#checkLock(caller);
      checkCommand(definition, asked, caller);
      const { commands, state } = driver.capabilities();
      // What goes on now may lead to a state in which it is possible.
      if (this.#jobs.isIdle && !commands.includes(command)) throw new StateError(command, state, commands);
    });
    const run = (signal: AbortSignal): Promise<unknown> => {
      const call = { signal, by: caller.by };
      return command === 'discover' ? driver.discover(call) : driver.execute(command, args, call);
    };
    return this.#jobs.start({ command, args, by: caller.by, run }).job;
  }

  async job(id: string): Promise<Job> {
    return this.#jobs.get(id);
  }

  wait(id: string, signal?: AbortSignal): Promise<Job> {
    return this.#jobs.wait(id, signal);
  }

  async cancel(id: string, caller: Caller): Promise<Job> {
    this.#checkLock(caller);
    return this.#jobs.cancel(id, caller.by);
  }

  openDirect({ link }: { readonly link?: string | undefined }, caller: Caller): Promise<void> {
    return this.#direct.open(caller, link);
  }

  async writeDirect(bytes: Uint8Array, caller: Caller): Promise<void> {
    this.#direct.check(caller);
    await this.#options.agent.driver.executeDirectAccess(bytes, { by: caller.by });
  }

  async breakDirect(milliseconds: number, caller: Caller): Promise<void> {
    this.#direct.check(caller);
    await this.#options.agent.driver.executeDirectBreak(milliseconds, { by: caller.by });
  }

  async closeDirect(caller: Caller): Promise<void> {
    this.#direct.check(caller);
    await this.#direct.close(caller.by);
  }

  async reload(caller: Caller): Promise<boolean> {
    this.#checkLock(caller);
    return this.#options.agent.reload(caller.by);
  }

  flush(): Promise<void> {
    return this.#options.agent.flush();
  }

  async setSchedule(given: Readonly<Record<string, unknown>>, caller: Caller): Promise<void> {
    const { agent } = this.#options;
    this.#checkLock(caller);
    const schedule = checkSchedule(agent.definition, given);
    agent.wanted.wantSchedule(schedule);
    agent.driver.reschedule(schedule);
    const details = { schedule: scheduleJson(agent.driver.agenda) };
    agent.record({ type: 'schedule_changed', by: caller.by, details });
    this.#teller.look();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#offer[Symbol.dispose]();
    for (const leave of this.#leave) leave();
    this.#teller[Symbol.dispose]();
    await this.#direct[Symbol.asyncDispose]();
  }

  /** What is refused is told as what failed is. */
  #refusing(command: string, args: Values, { by }: Caller, check: () => void): void {
    try {
      check();
    } catch (thrown) {
      const details = { command, args: mapValues(args, plain), outcome: 'failed', milliseconds: 0 } as const;
      this.#options.agent.record({ type: 'command', by, details: { ...details, error: failureOf(asError(thrown)) } });
      throw thrown;
    }
  }

  #checkLock(caller: Caller): void {
    this.#options.bus.find('locks', '')?.check(this.#options.agent.id, caller);
  }

  #hear(event: DriverAsyncEvent): void {
    const { agent, bus } = this.#options;
    const instrument = agent.id;
    this.#jobs.hear(event);
    switch (event.type) {
      case 'sample':
        bus.publish('samples', {
          instrument,
          samples: event.samples,
          ...(event.settled && { settled: event.settled }),
        });
        break;
      case 'config_change': {
        const changed = Object.entries(event.parameters).filter(([name]) => Object.hasOwn(event.changes, name));
        bus.publish('parameters', { instrument, parameters: Object.fromEntries(changed) });
        break;
      }
      case 'direct_access':
        bus.publish('direct', { instrument, bytes: event.bytes });
        break;
      case 'state_change':
        if (event.previous === 'direct_access') this.#direct.left();
    }
    this.#teller.look();
  }
}
