import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localBus } from '../bus/local-bus.ts';
import type { AlertService, Caller, InstrumentService } from '../bus/services.ts';
import { type Config, configSchema } from '../config/schema.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { fromIso, SECOND } from '../kit/time.ts';
import type { Alert, AlertRequest } from '../model/api/alert.ts';
import type { InstrumentSummary } from '../model/api/instrument.ts';
import { type EventDraft, toEvent } from '../model/event-draft.ts';
import type { StreamMetadata } from '../model/metadata.ts';
import type { Flags, Sample, Values } from '../model/sample.ts';
import { openStateDatabase } from '../store/state-database.ts';
import { startAlerts } from './start-alerts.ts';
import type { Room } from './watch/disk.ts';

export const START = '2026-01-01T00:00:00.000Z';
export const ADA: Caller = { by: 'ada', user: 'ada', role: 'operator' };

/** A configuration with one CTD, and what it says of alerts. */
export const configWith = (own: object = {}, all: object = {}): Config =>
  configSchema.parse({
    alerts: all,
    instruments: { ctd: { kind: 'sea_bird.sbe37_smp', link: 'tcp://127.0.0.1:4001', alerts: own } },
  });

export const summaryOf = (changes: Partial<InstrumentSummary> = {}): InstrumentSummary => ({
  id: 'ctd',
  name: 'CTD',
  kind: 'sea_bird.sbe37_smp',
  model: 'SBE 37-SMP MicroCAT',
  state: 'autosample',
  state_since: START,
  late: false,
  values: [],
  alerts: { alarms: 0, warnings: 0, unanswered: 0 },
  ...changes,
});

/** A sample so many seconds after the start. */
export const sampleAt = (seconds: number, values: Values, flags?: Flags): Sample => {
  const time = fromIso(START) + BigInt(Math.round(seconds * 1000)) * (SECOND / 1000n);
  return {
    instrument: 'ctd',
    stream: 'ctd',
    time,
    times: { port: time, driver: time },
    quality: 'ok',
    values,
    ...(flags && { flags }),
  };
};

/** Of an instrument, what alerts ask. */
const instrumentWith = (streams: Readonly<Record<string, StreamMetadata>>): InstrumentService =>
  ({
    describe: async () => ({ streams }),
    summary: async () => summaryOf(),
  }) as Partial<InstrumentService> as InstrumentService;

/** Alerts on a bus of their own, whose data folder outlives them: `restart` is what a program that ends and begins again does. */
export class AlertRig implements AsyncDisposable {
  readonly clock = new FakeClock(START);
  bus = localBus();
  /** What was told, oldest first. */
  readonly told: Alert[] = [];
  readonly notes: { readonly instrument?: string; readonly draft: EventDraft }[] = [];
  room: Room = { free: 2 ** 40, size: 2 ** 40 };
  #streams: Readonly<Record<string, StreamMetadata>> = {};
  #folder = '';
  #stop: (() => Promise<void>) | undefined;

  static async start(config: Config): Promise<AlertRig> {
    const rig = new AlertRig();
    rig.#folder = await mkdtemp(join(tmpdir(), 'sonde-alerts-'));
    await rig.restart(config);
    return rig;
  }

  async restart(config: Config): Promise<void> {
    await this.#stop?.();
    this.bus = localBus();
    const database = await openStateDatabase(this.#folder);
    this.bus.subscribe('alert', (alert) => this.told.push(alert));
    this.bus.subscribe('note', (note) => this.notes.push(note));
    this.bus.offer('instrument', 'ctd', instrumentWith(this.#streams));
    const alerts = await startAlerts({
      bus: this.bus,
      database,
      clock: this.clock,
      logger: silentLogger,
      config,
      data: this.#folder,
      roomOf: async () => this.room,
    });
    await this.clock.advance(0);
    this.#stop = async () => {
      await alerts[Symbol.asyncDispose]();
      database.close();
    };
  }

  /** What the instrument says of itself from the next start on. */
  describe(streams: Readonly<Record<string, StreamMetadata>>): void {
    this.#streams = streams;
  }

  get service(): AlertService {
    const service = this.bus.find('alerts', '');
    if (service === undefined) throw new Error('alerts are not offered');
    return service;
  }

  list(): Promise<readonly Alert[]> {
    return this.service.list();
  }

  /** The only alert that there is. */
  async theAlert(): Promise<Alert> {
    const [alert, ...others] = await this.list();
    if (alert === undefined || others.length > 0)
      throw new Error(`not one alert but ${others.length + (alert ? 1 : 0)}`);
    return alert;
  }

  async answer(request: AlertRequest, body: { comment?: string; minutes?: number } = {}): Promise<Alert> {
    return this.service.answer((await this.theAlert()).id, request, body, ADA);
  }

  samples(...samples: Sample[]): void {
    this.bus.publish('samples', { instrument: 'ctd', samples });
  }

  event(draft: EventDraft, instrument = 'ctd'): void {
    this.bus.publish('event', toEvent(draft, instrument, this.clock.now()));
  }

  summary(changes: Partial<InstrumentSummary> = {}): void {
    this.bus.publish('summary', summaryOf(changes));
  }

  /** The types of the events that were noted, with who did it. */
  get noted(): readonly string[] {
    return this.notes.map(({ draft: { type, by } }) => `${type} ${by}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stop?.();
    await rm(this.#folder, { recursive: true });
  }
}
