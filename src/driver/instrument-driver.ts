import type { ParameterState } from '../model/metadata.ts';
import type { Value, Values } from '../model/sample.ts';
import type { ALL_PARAMETERS, DriverState } from '../model/states.ts';

/** How long a call may take, in ms, and what may break it off. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeout?: number | undefined;
  /** On whose behalf: what is told of the call names them. */
  readonly by?: string | undefined;
}

/** Over which of the instrument's links; the first where nothing is said. */
export interface DirectOptions extends CallOptions {
  readonly link?: string | undefined;
}

/** Each parameter that was set: what was asked for, what the instrument shows, and when it showed that. */
export type SetResult = Readonly<Record<string, ParameterState>>;

export type ParameterNames = typeof ALL_PARAMETERS | readonly string[];

/** What may be asked of a driver as it stands now. */
export interface Capabilities {
  readonly state: DriverState;
  /** Events and commands that are possible in this state. */
  readonly commands: readonly string[];
  readonly parameters: readonly string[];
}

/**
 * A driver of one instrument. Every call rejects with a `StateError` that says what is possible where it is not, and with a
 * `NotImplementedError` where this kind of instrument has no such ability.
 */
export interface InstrumentDriver extends AsyncDisposable {
  initialize(): Promise<void>;
  /** `ParameterError` lists all that is wrong with the comms config. */
  configure(config?: unknown): Promise<void>;
  /** Attaches to the port agent; `ConnectionError`. */
  connect(options?: CallOptions): Promise<void>;
  /** Leaves the port agent and the instrument as they are. */
  disconnect(): Promise<void>;

  /** Finds out what the instrument is doing; `TimeoutError` when it cannot be roused. */
  discover(options?: CallOptions): Promise<DriverState>;
  /** `ParameterError` for names that are not there. */
  get(names: ParameterNames, options?: CallOptions): Promise<Values>;
  /** `ParameterError` (nothing was sent), `TimeoutError`, `ProtocolError` (refused, or read back different). */
  set(values: Readonly<Record<string, Value>>, options?: CallOptions): Promise<SetResult>;
  executeAcquireSample(options?: CallOptions): Promise<unknown>;
  executeStartAutosample(options?: CallOptions): Promise<unknown>;
  executeStopAutosample(options?: CallOptions): Promise<unknown>;
  executeTest(options?: CallOptions): Promise<unknown>;
  executeCalibrate(options?: CallOptions): Promise<unknown>;
  executeStartDirectAccess(options?: DirectOptions): Promise<void>;
  executeDirectAccess(bytes: Uint8Array, options?: CallOptions): Promise<void>;
  executeStopDirectAccess(options?: CallOptions): Promise<unknown>;
  /** Any other command, with its arguments. */
  execute(command: string, args?: Readonly<Record<string, Value>>, options?: CallOptions): Promise<unknown>;

  /** The protocol's state when connected, else the connection's. */
  getCurrentState(): DriverState;
  capabilities(): Capabilities;
  close(): Promise<void>;
}
