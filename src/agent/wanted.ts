import type { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import type { Schedule } from '../driver/jobs/schedule.ts';
import { type Logger, silentLogger } from '../kit/logger.ts';
import type { Value, Values } from '../model/sample.ts';
import { keeping } from '../store/keeping.ts';

/** What an instrument is to do once it is reached; `leave` is: whatever it does. */
export type Mode = 'command' | 'autosample' | 'leave';

/** What the configuration says of what an instrument is to be. */
export interface Configured {
  readonly startup?:
    | { readonly parameters?: Readonly<Record<string, Value>> | undefined; readonly mode?: Mode | undefined }
    | undefined;
  readonly schedule?: Schedule | undefined;
}

type What = 'mode' | 'parameter' | 'schedule' | 'met';

/** What people have asked for. */
interface Asked {
  mode?: Mode;
  schedule?: Schedule;
  readonly parameters: Map<string, Value>;
}

const TABLE = `CREATE TABLE IF NOT EXISTS wanted (
  instrument TEXT NOT NULL, what TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, configured TEXT NOT NULL,
  PRIMARY KEY (instrument, what, name)) STRICT`;

/** What cannot be told in JSON is wanted until the program ends. */
const isLasting = (value: unknown): boolean => isDeepStrictEqual(JSON.parse(JSON.stringify(value ?? null)), value);

/**
 * What an instrument is to be: what the configuration says, and over it what people have asked for since. That outlives the program,
 * and ends where the configuration comes to say something else.
 */
export class Wanted {
  readonly #instrument: string;
  readonly #configured: Configured;
  readonly #database: DatabaseSync | undefined;
  readonly #write: ReturnType<typeof keeping>;
  readonly #asked: Asked = { parameters: new Map() };
  #isMet = false;

  constructor(instrument: string, configured: Configured, database?: DatabaseSync, logger: Logger = silentLogger) {
    this.#instrument = instrument;
    this.#configured = configured;
    this.#database = database;
    this.#write = keeping(
      logger,
      `what is wanted of ${instrument} cannot be kept: after a restart it may be as before`,
    );
    database?.exec(TABLE);
    this.#recall();
  }

  get mode(): Mode {
    return this.#asked.mode ?? this.#configured.startup?.mode ?? 'leave';
  }

  get parameters(): Values {
    return { ...this.#configured.startup?.parameters, ...Object.fromEntries(this.#asked.parameters) };
  }

  /** What the deployment says, whatever somebody has asked for since. */
  get deployed(): Values {
    return this.#configured.startup?.parameters ?? {};
  }

  get schedule(): Schedule | undefined {
    return this.#asked.schedule ?? this.#configured.schedule;
  }

  /** It has been what the configuration says: what is otherwise from then on was changed. */
  get isMet(): boolean {
    return this.#isMet;
  }

  met(): void {
    if (this.#isMet) return;
    this.#isMet = true;
    this.#keep('met', '', true);
  }

  /** Somebody had it do this. */
  wantMode(mode: Mode): void {
    this.#asked.mode = mode;
    this.#keep('mode', '', mode);
  }

  /** Somebody set these. */
  wantParameters(values: Values): void {
    for (const [name, value] of Object.entries(values)) {
      this.#asked.parameters.set(name, value);
      this.#keep('parameter', name, value);
    }
  }

  /** Somebody had it do this by itself. */
  wantSchedule(schedule: Schedule): void {
    this.#asked.schedule = schedule;
    this.#keep('schedule', '', schedule);
  }

  /** Whether somebody had set this parameter. */
  hasAsked(parameter: string): boolean {
    return this.#asked.parameters.has(parameter);
  }

  /** What the configuration says of this parameter holds again. */
  drop(parameter: string): void {
    this.#asked.parameters.delete(parameter);
    this.#forget('parameter', parameter);
  }

  #recall(): void {
    const rows = this.#database?.prepare('SELECT what, name, value, configured FROM wanted WHERE instrument = ?');
    for (const { what, name, value, configured } of rows?.all(this.#instrument) ?? []) {
      if (!isWhat(what)) continue;
      const [key, kept] = [String(name), JSON.parse(String(value))];
      if (configured !== this.#configuredAs(what, key)) this.#forget(what, key);
      else if (what === 'parameter') this.#asked.parameters.set(key, kept);
      else if (what === 'met') this.#isMet = true;
      else this.#asked[what] = kept;
    }
  }

  /** What is as the configuration says anyway needs no memory. */
  #keep(what: What, name: string, value: unknown): void {
    const configured = this.#configuredAs(what, name);
    this.#forget(what, name);
    if (!isLasting(value) || JSON.stringify(value) === configured) return;
    this.#write(() =>
      this.#database
        ?.prepare('INSERT INTO wanted (instrument, what, name, value, configured) VALUES (?, ?, ?, ?, ?)')
        .run(this.#instrument, what, name, JSON.stringify(value), configured),
    );
  }

  #forget(what: What, name: string): void {
    this.#write(() =>
      this.#database
        ?.prepare('DELETE FROM wanted WHERE instrument = ? AND what = ? AND name = ?')
        .run(this.#instrument, what, name),
    );
  }

  /** As JSON; `null` where it says nothing. */
  #configuredAs(what: What, name: string): string {
    const { startup, schedule } = this.#configured;
    const said = { mode: startup?.mode, parameter: startup?.parameters?.[name], schedule, met: startup };
    return JSON.stringify(said[what] ?? null);
  }
}

const isWhat = (what: unknown): what is What =>
  what === 'mode' || what === 'parameter' || what === 'schedule' || what === 'met';
