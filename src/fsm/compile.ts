import { DefinitionError } from '../kit/errors.ts';
import type { Handler, Hook, MachineOptions } from './machine.ts';

export interface CompiledHandler<State extends string, Event extends string> {
  readonly run: Handler<State, Event>;
  /** Where it may lead; absent when it did not say. */
  readonly to?: ReadonlySet<State>;
}

export interface CompiledState<State extends string, Event extends string> {
  readonly enter: Hook<State, Event> | undefined;
  readonly exit: Hook<State, Event> | undefined;
  /** In order of declaration. */
  readonly handlers: ReadonlyMap<Event, CompiledHandler<State, Event>>;
}

export type CompiledMachine<State extends string, Event extends string> = ReadonlyMap<
  State,
  CompiledState<State, Event>
>;

const HOOKS = ['enter', 'exit'];

/** The machine as tables; a `DefinitionError` lists every name that is not declared, or declared twice. */
export function compile<State extends string, Event extends string>(
  options: MachineOptions<State, Event>,
): CompiledMachine<State, Event> {
  const wrong = [...misnamed(options)];
  if (wrong.length > 0) throw new DefinitionError(`the state machine is wrong:\n${wrong.join('\n')}`);
  return new Map(options.states.map((state) => [state, compileState(options, state)]));
}

function compileState<State extends string, Event extends string>(
  { handlers, events }: MachineOptions<State, Event>,
  state: State,
): CompiledState<State, Event> {
  const own = handlers[state];
  const compiled = new Map<Event, CompiledHandler<State, Event>>();
  for (const event of events) {
    const handler = own && Object.hasOwn(own, event) ? own[event] : undefined;
    if (handler === undefined) continue;
    compiled.set(
      event,
      typeof handler === 'function' ? { run: handler } : { run: handler.run, to: targets(handler.to) },
    );
  }
  return { enter: own?.enter, exit: own?.exit, handlers: compiled };
}

const targets = <State extends string>(to: State | readonly State[]): ReadonlySet<State> =>
  new Set(typeof to === 'string' ? [to] : to);

function* misnamed<State extends string, Event extends string>(options: MachineOptions<State, Event>) {
  const { initial, handlers, preempting = [], internal = [] } = options;
  const states = new Set<string>(options.states);
  const events = new Set<string>(options.events);
  const noState = (name: string) => `'${name}' is not a state; the states are ${[...states].join(', ')}`;
  const noEvent = (name: string) => `'${name}' is not an event; the events are ${[...events].join(', ')}`;

  for (const name of repeated(options.states)) yield `states: '${name}' is declared twice`;
  for (const name of repeated(options.events)) yield `events: '${name}' is declared twice`;
  for (const name of HOOKS) if (events.has(name)) yield `events: '${name}' is what a state does, not an event`;
  if (!states.has(initial)) yield `initial: ${noState(initial)}`;
  for (const name of preempting) if (!events.has(name)) yield `preempting: ${noEvent(name)}`;
  for (const name of internal) if (!events.has(name)) yield `internal: ${noEvent(name)}`;

  for (const [state, own] of Object.entries<object | undefined>(handlers)) {
    if (!states.has(state)) yield `handlers: ${noState(state)}`;
    for (const [event, handler] of Object.entries(own ?? {})) {
      const where = `handlers.${state}.${event}`;
      if (!events.has(event) && !HOOKS.includes(event)) yield `${where}: ${noEvent(event)}`;
      for (const to of [handler?.to ?? []].flat()) if (!states.has(to)) yield `${where}.to: ${noState(to)}`;
    }
  }
}

const repeated = (names: readonly string[]): string[] => names.filter((name, index) => names.indexOf(name) < index);
