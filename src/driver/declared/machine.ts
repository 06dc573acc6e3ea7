import type { Command, Instrument, Settings, WhileStreaming } from '../../definition/instrument.ts';
import type { Handler, Hook, MachineOptions, StateHandlers } from '../../fsm/machine.ts';
import { CLOCK_SYNC } from './perform.ts';
import { COMMAND, isPutOff, isStreaming, statesOf } from './streaming.ts';

type Does = Handler<string, string>;
type Handlers = Readonly<Record<string, Does>>;

const OFFERED = [
  'discover',
  'get',
  'set',
  'startup',
  'start_direct',
  'execute_direct',
  'stop_direct',
  'clock_sync',
  'abort',
] as const;

/** What the protocol tells itself: nobody's to ask for. */
const INTERNAL = ['lost', 'noticed', 'finished', 'look'] as const;

/** What a declared protocol can do about an event. */
export type Abilities = Readonly<Record<(typeof OFFERED)[number] | (typeof INTERNAL)[number], Does>> & {
  command(name: string): Does;
  /** The same in a streaming state: streaming is stopped for it, or it waits for its time. */
  whileStreaming(name: string, how: WhileStreaming): Does;
  /** Sets the driver's own parameters, and the instrument's as far as its definition allows it. */
  readonly setWhileStreaming: Does;
  /** Runs when the instrument has come to listen to commands. */
  readonly onCommand: Hook<string, string>;
  /** Runs when the instrument has come to stream. */
  readonly onStreaming: Hook<string, string>;
  /** Run around a state that the instrument leaves by itself. */
  readonly onPassing: { readonly enter: Hook<string, string>; readonly exit: Hook<string, string> };
};

/** A definition as a state machine: its states and commands, and what every protocol can do besides. */
export function declaredMachine(definition: Instrument, does: Abilities): MachineOptions<string, string> {
  const { discover, get, start_direct, execute_direct, stop_direct, lost } = does;
  const commands = Object.keys(definition.commands);
  const states = Object.keys(definition.states);
  return {
    states: ['unknown', ...states, 'direct_access'],
    events: [...OFFERED.filter((event) => !commands.includes(event)), ...commands, ...INTERNAL],
    initial: 'unknown',
    preempting: ['lost'],
    internal: INTERNAL,
    handlers: {
      unknown: { discover, get, start_direct, lost },
      ...Object.fromEntries(states.map((state) => [state, handlersIn(definition, state, does)])),
      direct_access: { get, execute_direct, stop_direct, lost },
    },
  };
}

function handlersIn(definition: Instrument, state: string, does: Abilities): StateHandlers<string, string> {
  const { get, lost, abort, finished, discover, start_direct, noticed, look, onCommand, onStreaming, onPassing } = does;
  const { busy, passes } = definition.states[state] ?? {};
  const commands = commandsIn(definition, state, does);
  if (busy) return { get, abort, finished, lost, ...commands };
  const common: Handlers = { discover, get, start_direct, lost, noticed };
  if (state === COMMAND) return { ...common, ...settings(definition, does), ...commands, enter: onCommand };
  if (passes !== undefined) return { ...common, look, ...commands, ...onPassing };
  if (!isStreaming(definition, state)) return { ...common, ...commands };
  return { ...common, ...putOff(definition, state, does), ...commands, enter: onStreaming };
}

/** What is done in `command` and, in its own way, in a streaming state too. */
function putOff(definition: Instrument, state: string, does: Abilities): Handlers {
  const { commands, clock, settings: sets = {}, parameters } = definition;
  const handlers = Object.entries({ ...(clock && { [CLOCK_SYNC]: wayOf(clock) }), ...commands }).flatMap(
    ([name, command]) =>
      command.whileStreaming !== undefined && isPutOff(definition, state, command)
        ? [[name, does.whileStreaming(name, command.whileStreaming)] as const]
        : [],
  );
  const setsOwn = Object.values(parameters).some(({ source }) => source === 'engineering');
  const setsAny = setsOwn || isPutOff(definition, state, wayOf(sets));
  return { ...Object.fromEntries(handlers), ...(setsAny && { set: does.setWhileStreaming }) };
}

const wayOf = ({ whileStreaming }: Settings): Pick<Command, 'in' | 'whileStreaming'> =>
  whileStreaming === undefined ? {} : { whileStreaming };

const settings = ({ clock }: Instrument, { set, startup, clock_sync }: Abilities): Handlers => ({
  set,
  startup,
  ...(clock && { clock_sync }),
});

const commandsIn = ({ commands }: Instrument, state: string, does: Abilities): Handlers =>
  Object.fromEntries(
    Object.entries(commands)
      .filter(([, command]) => statesOf(command).includes(state))
      .map(([name]) => [name, does.command(name)]),
  );
