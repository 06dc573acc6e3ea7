import type { Command, Instrument } from '../../definition/instrument.ts';

/** The state in which parameters are set and most commands are given; see `Command.in`. */
export const COMMAND = 'command';

/** The commands by which the instrument begins to stream and stops. */
export const START = 'start_autosample';
export const STOP = 'stop_autosample';

/** The streams whose samples come by themselves. */
export const streamedBy = ({ states }: Instrument): readonly string[] => [
  ...new Set(Object.values(states).flatMap(({ streaming = [] }) => streaming)),
];

/** The state that a sample of this stream shows when nobody asked for it. */
export const stateThatStreams = ({ states }: Instrument, stream: string): string | undefined =>
  Object.entries(states).find(([, { streaming }]) => streaming?.includes(stream))?.[0];

/** Whether the instrument does what it is there for in this state: streams by itself, or is polled. */
export const isStreaming = ({ states, commands }: Instrument, state: string): boolean =>
  (states[state]?.streaming?.length ?? 0) > 0 || commands[START]?.to === state;

/** The states in which a command may be given as it is. */
export const statesOf = (command: Pick<Command, 'in'>): readonly string[] => [command.in ?? COMMAND].flat();

/** The commands that stop what goes on in this state, and begin it again. */
export interface WayBack {
  readonly stop: string;
  readonly start: string;
}

/** Undefined where the instrument cannot be brought to listen and back; `startedBy` is the command by which it last began. */
export function wayBack({ commands }: Instrument, state: string, startedBy = START): WayBack | undefined {
  const starts = (command: Command): boolean => command.to === state && statesOf(command).includes(COMMAND);
  const stop = preferred(commands, [STOP], (command) => command.to === COMMAND && statesOf(command).includes(state));
  const start = preferred(commands, [startedBy, START], starts);
  return stop === undefined || start === undefined ? undefined : { stop, start };
}

function preferred(
  commands: Instrument['commands'],
  names: readonly string[],
  fits: (command: Command) => boolean,
): string | undefined {
  const fitting = Object.keys(commands).filter((one) => commands[one] !== undefined && fits(commands[one]));
  return names.find((name) => fitting.includes(name)) ?? fitting[0];
}

type Possible = Pick<Command, 'in' | 'whileStreaming'>;

/** Whether what is done in `command` can be done in this state too: streaming is stopped for it, or it waits for its time. */
export const isPutOff = (definition: Instrument, state: string, possible: Possible): boolean =>
  isStreaming(definition, state) &&
  statesOf(possible).includes(COMMAND) &&
  !statesOf(possible).includes(state) &&
  (possible.whileStreaming === 'defer' ||
    (possible.whileStreaming === 'pause' && wayBack(definition, state) !== undefined));
