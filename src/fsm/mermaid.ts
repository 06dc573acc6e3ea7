import type { CompiledMachine } from './compile.ts';
import type { Transition } from './machine.ts';

/**
 * The machine as a Mermaid state diagram. Arrows are what handlers declare (`to`) and what has been `seen`; a handler of
 * which neither is known is drawn as staying.
 */
export function toMermaid<State extends string, Event extends string>(
  machine: CompiledMachine<State, Event>,
  initial: State,
  seen: readonly Transition<State, Event>[],
): string {
  const arrows = new Map<string, Set<Event>>();
  const draw = (from: State, to: State, event: Event): void => {
    const arrow = `${from} --> ${to}`;
    arrows.set(arrow, (arrows.get(arrow) ?? new Set()).add(event));
  };
  for (const [state, { handlers }] of machine) {
    for (const [event, { to }] of handlers) {
      const known = new Set(to);
      for (const one of seen) if (one.from === state && one.event === event) known.add(one.to);
      for (const target of known.size > 0 ? known : [state]) draw(state, target, event);
    }
  }
  const lines = [...arrows].map(([arrow, events]) => `${arrow}: ${[...events].join(', ')}`);
  const alone = [...machine.keys()].filter((state) => !lines.some((line) => line.split(/ --> |:/).includes(state)));
  return ['stateDiagram-v2', `[*] --> ${initial}`, ...alone, ...lines].join('\n    ').concat('\n');
}
