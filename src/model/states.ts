/** Where a driver stands towards its port agent and its device. */
export const CONNECTION_STATES = ['unconfigured', 'disconnected', 'instrument_disconnected', 'connected'] as const;
export type DriverConnectionState = (typeof CONNECTION_STATES)[number];

/** What a connected instrument is doing. A definition may add states of its own. */
export type ProtocolState =
  | 'unknown'
  | 'command'
  | 'autosample'
  | 'test'
  | 'calibrate'
  | 'direct_access'
  | (string & {});

export type DriverState = DriverConnectionState | ProtocolState;

/** The events of the driver's state machines. */
export const DRIVER_EVENTS = [
  'initialize',
  'configure',
  'connect',
  'disconnect',
  'connection_lost',
  'instrument_lost',
  'instrument_found',
  'reload',
  'discover',
  'get',
  'set',
  'execute',
  'acquire_sample',
  'start_autosample',
  'stop_autosample',
  'test',
  'calibrate',
  'start_direct',
  'execute_direct',
  'stop_direct',
] as const;
export type DriverEvent = (typeof DRIVER_EVENTS)[number];

/** Asks for every parameter where a list of names would stand. */
export const ALL_PARAMETERS = 'all';
export const DriverParameter = { ALL: ALL_PARAMETERS } as const;
