import { type Names, unknown } from './check-names.ts';
import type { Simulation } from './simulation.ts';

/** What in a simulation names something that is not there. */
export function simulationProblems(simulation: Simulation, names: Names): string[] {
  const { replies, takes, series, records, values, streams, heads = [], optional = {}, shows, prompts } = simulation;
  const { renews, settingsShow } = simulation;
  const rates = Object.values(streams).flatMap(({ every, while: on }) => [
    on,
    typeof every === 'string' ? undefined : every.parameter,
  ]);
  const parameters = [...rates, ...Object.values(optional).flatMap((fields) => Object.values(fields))];
  return [
    ...Object.keys({ ...replies, ...takes, ...series }).flatMap((name) => unknown('command', name, names.commands)),
    ...unknown('command', settingsShow, names.commands),
    ...[...Object.keys({ ...records, ...values, ...streams, ...optional, ...renews }), ...heads].flatMap((name) =>
      unknown('stream', name, names.streams),
    ),
    ...Object.keys({ ...shows, ...prompts }).flatMap((name) => unknown('state', name, names.states)),
    ...parameters.flatMap((name) => unknown('parameter', name, names.parameters)),
  ];
}
