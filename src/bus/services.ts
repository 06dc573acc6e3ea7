import type { DirectFacts } from '../definition/direct-buttons.ts';
import type { Alert, AlertRequest, AlertRule } from '../model/api/alert.ts';
import type { ConfigChange } from '../model/api/config.ts';
import type { InstrumentOverview, InstrumentSummary } from '../model/api/instrument.ts';
import type { Job } from '../model/api/job.ts';
import type { HeldLock, Lock, LockRequest } from '../model/api/lock.ts';
import type { Mission, MissionRun } from '../model/api/mission.ts';
import type { Role } from '../model/api/roles.ts';
import type { ConfigMetadata, ParameterState } from '../model/metadata.ts';
import type { Value, Values } from '../model/sample.ts';

/** On whose behalf something is asked. */
export interface Caller {
  /** As events name them. */
  readonly by: string;
  /** The same for all that one user does; two who are not logged in are the same user. */
  readonly user: string;
  readonly role: Role;
  /** The only instruments that they may see and use, where their token names some. */
  readonly instruments?: readonly string[] | undefined;
  /** The key of the lock that they hold. */
  readonly lock?: string | undefined;
}

export interface Command {
  readonly command: string;
  readonly args: Values;
  /** They were asked, and want a dangerous one all the same. */
  readonly confirm?: boolean | undefined;
}

/** What an instrument is described by: more than its driver's metadata. */
export interface Described extends ConfigMetadata {
  /** The protocol machine: which state leads to which, and by what. */
  readonly transitions: readonly { readonly from: string; readonly to: string; readonly by: string }[];
  readonly links: readonly string[];
  /** What a raw terminal to it offers. */
  readonly direct: DirectFacts;
}

/**
 * One instrument, for whoever is not its driver. All but reading is refused with a `LockedError` while somebody else holds it; errors are
 * those of the driver.
 */
export interface InstrumentService {
  summary(): Promise<InstrumentSummary>;
  overview(): Promise<InstrumentOverview>;
  describe(): Promise<Described>;
  /** Asked for where they are older than a minute and the state allows it. */
  get(names: 'all' | readonly string[], caller: Caller, signal?: AbortSignal): Promise<Values>;
  /** What a set would send: old and new, after all checks; nothing is sent. */
  preview(
    values: Values,
  ): Promise<Readonly<Record<string, { readonly from: Value; readonly to: Value; readonly changes: boolean }>>>;
  set(values: Values, caller: Caller, signal?: AbortSignal): Promise<Readonly<Record<string, ParameterState>>>;
  /** Begins a command (`discover` is one too) and returns at once; a `ConfirmationError` for a dangerous one that is not confirmed. */
  start(command: Command, caller: Caller): Promise<Job>;
  job(id: string): Promise<Job>;
  /** Resolves when it is over, or with how it stands when the signal aborts. */
  wait(id: string, signal?: AbortSignal): Promise<Job>;
  /** Breaks it off; resolves when it is over. */
  cancel(id: string, caller: Caller): Promise<Job>;
  /** Bytes come as topic `direct`. It takes a lock for its time where the caller has none. */
  openDirect(options: { readonly link?: string | undefined }, caller: Caller): Promise<void>;
  writeDirect(bytes: Uint8Array, caller: Caller): Promise<void>;
  breakDirect(milliseconds: number, caller: Caller): Promise<void>;
  closeDirect(caller: Caller): Promise<void>;
  /** Reads the definition anew: false where it is part of the program. */
  reload(caller: Caller): Promise<boolean>;
  /** Brings the samples that wait in memory to the disk. */
  flush(): Promise<void>;
  /** Stands for the configuration's, until the next change of that; kept over restarts. */
  setSchedule(schedule: Readonly<Record<string, unknown>>, caller: Caller): Promise<void>;
}

/** The instruments together. */
export interface FleetService {
  /** YAML as it stands in the file, and where that is; nothing where there is no file. */
  config(): Promise<{ readonly text: string; readonly file?: string }>;
  /** What would change; a `ConfigError` lists all that is wrong. */
  check(text: string): Promise<ConfigChange>;
  /** Writes the file and changes what is different; instruments that are the same are not touched. */
  apply(text: string, caller: Caller): Promise<ConfigChange>;
  /** The same for one instrument. */
  add(id: string, config: unknown, caller: Caller): Promise<ConfigChange>;
  remove(id: string, caller: Caller): Promise<ConfigChange>;
  /** Ends an instrument's driver, with those of the instruments behind it, and begins anew; its connection goes on. */
  restart(id: string, caller: Caller): Promise<void>;
}

export interface LockService {
  list(): Promise<readonly Lock[]>;
  of(instrument: string): Lock | undefined;
  /** Throws a `LockedError` where somebody else holds it. */
  check(instrument: string, caller: Caller): void;
  /** Takes it, renews it (with its key), or takes it over. `LockedError` names the holder. */
  take(instrument: string, request: LockRequest, caller: Caller): Promise<HeldLock>;
  /** By its holder, or by who may take it over. */
  release(instrument: string, caller: Caller): Promise<void>;
}

export interface AlertService {
  list(): Promise<readonly Alert[]>;
  rules(): Promise<readonly AlertRule[]>;
  answer(
    id: string,
    request: AlertRequest,
    body: { readonly comment?: string; readonly minutes?: number },
    caller: Caller,
  ): Promise<Alert>;
}

export interface MissionService {
  list(): Promise<readonly Mission[]>;
  get(name: string): Promise<Mission>;
  /** `ParameterError` lists all that is wrong with it: instruments, commands, parameters, values, states. */
  check(text: string): Promise<{ readonly steps: readonly string[] }>;
  save(name: string, text: string, caller: Caller): Promise<Mission>;
  remove(name: string, caller: Caller): Promise<void>;
  start(name: string, caller: Caller): Promise<MissionRun>;
  runs(): Promise<readonly MissionRun[]>;
  control(run: string, what: 'pause' | 'resume' | 'stop', caller: Caller): Promise<MissionRun>;
}

/** What is offered on the bus; of `instrument` one for each, by its id, of the others one, by the key `''`. */
export interface Services {
  readonly instrument: InstrumentService;
  readonly fleet: FleetService;
  readonly locks: LockService;
  readonly alerts: AlertService;
  readonly missions: MissionService;
}

export type ServiceName = keyof Services;
