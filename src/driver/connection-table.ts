import type { Handler, HandlerContext, Hook, MachineOptions, Outcome } from '../fsm/machine.ts';
import { CONNECTION_STATES, DRIVER_EVENTS, type DriverConnectionState, type DriverEvent } from '../model/states.ts';

type State = DriverConnectionState;

/** What the driver can do about an event; see `SingleConnectionInstrumentDriver`. */
export type Action =
  | 'announce'
  | 'nothing'
  | 'configure'
  | 'forget'
  | 'attach'
  | 'detach'
  | 'forward'
  | 'drop'
  | 'lose'
  | 'find'
  | 'settle'
  | 'rebuild';

interface Entry {
  readonly does: Action;
  readonly to?: State | readonly State[];
}

type Occasion = DriverEvent | 'enter' | 'exit';
type Row = Readonly<Partial<Record<Occasion, Entry>>>;
export type ConnectionTable = Readonly<Partial<Record<State, Row>>>;

const announced: Row = { enter: { does: 'announce' }, exit: { does: 'nothing' } };
const forward: Entry = { does: 'forward' };

/** The 24 entries of the original single-connection driver; what is not here is not possible. */
export const ORIGINAL_TABLE: ConnectionTable = {
  unconfigured: {
    ...announced,
    initialize: { does: 'nothing' },
    configure: { does: 'configure', to: 'disconnected' },
  },
  disconnected: {
    ...announced,
    initialize: { does: 'forget', to: 'unconfigured' },
    configure: { does: 'configure' },
    connect: { does: 'attach', to: ['connected', 'instrument_disconnected'] },
  },
  connected: {
    ...announced,
    disconnect: { does: 'detach', to: 'disconnected' },
    connection_lost: { does: 'drop', to: 'disconnected' },
    discover: forward,
    get: forward,
    set: forward,
    acquire_sample: forward,
    start_autosample: forward,
    stop_autosample: forward,
    test: forward,
    calibrate: forward,
    execute_direct: forward,
    start_direct: forward,
    stop_direct: forward,
  },
};

/** What is added to it: the port agent may be reached while its instrument is not, and a driver may have more commands. */
export const EXTENSIONS: ConnectionTable = {
  unconfigured: { reload: { does: 'rebuild' } },
  disconnected: { reload: { does: 'rebuild' } },
  instrument_disconnected: {
    reload: { does: 'rebuild', to: ['connected', 'disconnected'] },
    enter: { does: 'settle' },
    exit: { does: 'nothing' },
    disconnect: { does: 'detach', to: 'disconnected' },
    connection_lost: { does: 'drop', to: 'disconnected' },
    instrument_found: { does: 'find', to: 'connected' },
  },
  connected: {
    instrument_lost: { does: 'lose', to: 'instrument_disconnected' },
    reload: { does: 'rebuild', to: ['instrument_disconnected', 'disconnected'] },
    execute: forward,
  },
};

/** These do not wait for a command that runs: they abort it. */
const PREEMPTING: readonly DriverEvent[] = ['disconnect', 'connection_lost', 'instrument_lost'];

/** These are told by the connection, or by whoever has another definition, and are nobody's to call. */
const TOLD: readonly DriverEvent[] = ['connection_lost', 'instrument_lost', 'instrument_found', 'reload'];

const rowOf = (state: State): Row => ({ ...ORIGINAL_TABLE[state], ...EXTENSIONS[state] });

/** What may be called in a state, without what is forwarded. */
export const possibleIn = (state: State): readonly DriverEvent[] =>
  DRIVER_EVENTS.filter((event) => {
    const entry = rowOf(state)[event];
    return entry !== undefined && entry.does !== 'forward' && !TOLD.includes(event);
  });

type Context = HandlerContext<State, DriverEvent>;
type ConnectionActions = Readonly<
  Record<Action, (context: Context, occasion: Occasion) => Promise<Outcome<State>> | Outcome<State>>
>;

/** The connection machine: both tables, with what each action does. */
export function connectionMachine(actions: ConnectionActions): Omit<MachineOptions<State, DriverEvent>, 'onError'> {
  return {
    states: CONNECTION_STATES,
    events: DRIVER_EVENTS,
    initial: 'unconfigured',
    preempting: PREEMPTING,
    internal: TOLD,
    handlers: Object.fromEntries(CONNECTION_STATES.map((state) => [state, stateHandlers(rowOf(state), actions)])),
  };
}

function stateHandlers({ enter, exit, ...row }: Row, actions: ConnectionActions) {
  const hook = (entry: Entry | undefined, occasion: Occasion): Hook<State, DriverEvent> | undefined =>
    entry && (async (context) => void (await actions[entry.does](context, occasion)));
  const handlers = DRIVER_EVENTS.flatMap((event) => {
    const entry = row[event];
    if (entry === undefined) return [];
    const run: Handler<State, DriverEvent> = async (context) => {
      const outcome = await actions[entry.does](context, event);
      return typeof entry.to === 'string' ? { next: entry.to, ...outcome } : outcome;
    };
    return [[event, entry.to === undefined ? run : { to: entry.to, run }] as const];
  });
  return { ...Object.fromEntries(handlers), enter: hook(enter, 'enter'), exit: hook(exit, 'exit') };
}
