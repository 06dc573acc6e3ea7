import type { Instrument } from '../../definition/instrument.ts';
import type { Handler, Hook, MachineOptions, StateHandlers } from '../../fsm/machine.ts';

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
const INTERNAL = ['lost', 'noticed', 'finished'] as const;

/** What a declared protocol can do about an event. */
export type Abilities = Readonly<Record<(typeof OFFERED)[number] | (typeof INTERNAL)[number], Does>> & {
  command(name: string): Does;
  /** Runs when the instrument has come to listen to commands. */
  readonly onCommand: Hook<string, string>;
};

/** The state in which parameters are set; see `Command.in`. */
const COMMAND = 'command';

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
  const { get, lost, abort, finished, discover, start_direct, noticed, onCommand } = does;
  const { busy, streaming } = definition.states[state] ?? {};
  const commands = commandsIn(definition, state, does);
  if (busy) return { get, abort, finished, lost, ...commands };
  const common: Handlers = { discover, get, start_direct, lost, ...(!streaming && { noticed }) };
  return state === COMMAND
    ? { ...common, ...settings(definition, does), ...commands, enter: onCommand }
    : { ...common, ...commands };
}

const settings = ({ clock }: Instrument, { set, startup, clock_sync }: Abilities): Handlers => ({
  set,
  startup,
  ...(clock && { clock_sync }),
});

const commandsIn = ({ commands }: Instrument, state: string, does: Abilities): Handlers =>
  Object.fromEntries(
    Object.entries(commands)
      .filter(([, command]) => [command.in ?? COMMAND].flat().includes(state))
      .map(([name]) => [name, does.command(name)]),
  );
