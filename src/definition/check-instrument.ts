import { DefinitionError } from '../kit/errors.ts';
import { calibrationProblems, derivedProblems } from './check-derived.ts';
import { jobProblems } from './check-job.ts';
import { linkProblems } from './check-links.ts';
import { NAME, type Names, stateful, unknown, within } from './check-names.ts';
import { parameterProblems } from './check-parameter.ts';
import { simulationProblems } from './check-simulation.ts';
import { joinProblems, streamProblems } from './check-stream.ts';
import { type Command, exchangesOf, type Instrument, type StateInfo, yieldsOf } from './instrument.ts';

const KIND = /^[a-z][a-z0-9_]*\.[a-z0-9][a-z0-9_]*$/;

/** A reply does not end with a sample that is not told when it is as the last one was. */
const perhapsNever = (stream: string | undefined, samples: Instrument['samples']): string[] =>
  stream !== undefined && samples[stream]?.publish === 'changed'
    ? [`waits for a sample of '${stream}', which is published only when it has changed`]
    : [];

function commandProblems(command: Command, names: Names, samples: Instrument['samples']): string[] {
  return [
    ...[command.in ?? 'command'].flat().flatMap((state) => unknown('state', state, names.states)),
    ...unknown('state', command.to, names.states),
    ...unknown('state', command.during, names.states),
    ...yieldsOf(command).flatMap((stream) => unknown('stream', stream, names.streams)),
    ...unknown('command', command.confirm, names.commands),
    ...Object.keys(command.requires ?? {}).flatMap((name) => unknown('parameter', name, names.parameters)),
    ...('runs' in command ? command.runs : []).flatMap((name) => unknown('command', name, names.commands)),
    ...exchangesOf(command).flatMap(({ until }) =>
      until?.kind === 'sample'
        ? [...unknown('stream', until.stream, names.streams), ...perhapsNever(until.stream, samples)]
        : [],
    ),
    ...(command.whileStreaming !== undefined && command.to !== undefined
      ? ['what is done while streaming leads to no other state (to)']
      : []),
    ...(command.whileStreaming === 'defer' && command.during !== undefined
      ? ['what waits until streaming is over has no state of its own (during)']
      : []),
    ...(command.confirm !== undefined && command.to === undefined ? ['confirm needs the state in `to`'] : []),
  ];
}

function dialogueProblems({ dialogue, rides }: Instrument): string[] {
  const { prompt, until, rejected, woken, wake } = dialogue;
  return [
    ...stateful(prompt, rejected, woken, wake?.answer),
    ...(prompt === undefined && until === undefined && rides === undefined
      ? ['needs a prompt, or what ends a reply (until)']
      : []),
  ];
}

function ridesProblems({ rides, links, commands }: Instrument): string[] {
  if (rides === undefined) {
    const asking = Object.keys(commands).filter((name) => 'asksHost' in commands[name]!);
    return asking.map((name) => `command ${name} asks a host: say which kinds it may be (rides.on)`);
  }
  const { on, tunnel } = rides;
  return [
    ...(on.length === 0 ? ['needs the kinds of instrument that it is found behind (on)'] : []),
    ...on.filter((kind) => !KIND.test(kind)).map((kind) => `'${kind}' is not of the form vendor.model in snake_case`),
    ...(links === undefined ? [] : ['what rides on another instrument has no links of its own']),
    ...(tunnel === undefined && Object.values(commands).some((command) => exchangesOf(command).length > 0)
      ? ['its commands need a tunnel: without one it is only listened to']
      : []),
  ];
}

function discoveryProblems({ discover, rides }: Instrument, names: Names): string[] {
  const { ask = [], otherwise } = discover;
  return [
    ...[ask].flat().flatMap((name) => unknown('command', name, names.commands)),
    ...unknown('state', otherwise, names.states),
    ...([ask].flat().length === 0 && otherwise === undefined && rides === undefined
      ? ['needs the commands that show the state (ask), or the state of an instrument that is silent (otherwise)']
      : []),
  ];
}

/** What leads to a state: a command, something that shows it, or that nothing is heard. A passenger's are its host's. */
function isReached(name: string, { shows, noticed, streaming }: StateInfo, definition: Instrument): boolean {
  const { commands, discover, rides } = definition;
  return (
    [shows, noticed, streaming, rides].some((one) => one !== undefined) ||
    discover.otherwise === name ||
    Object.values(commands).some(({ to, during }) => to === name || during === name)
  );
}

function stateProblems(name: string, state: StateInfo, names: Names, definition: Instrument): string[] {
  return [
    ...(state.streaming ?? []).flatMap((stream) => unknown('stream', stream, names.streams)),
    ...(isReached(name, state, definition)
      ? []
      : ['nothing leads to it: no command (to, during), and nothing shows it']),
  ];
}

/** Finds all contradictions of a definition; none is thrown alone. */
export function checkInstrument(definition: Instrument): void {
  const names: Names = {
    states: new Set(Object.keys(definition.states)),
    commands: new Set(Object.keys(definition.commands)),
    parameters: new Set(Object.keys(definition.parameters)),
    streams: new Set(Object.keys(definition.samples)),
    blobs: new Set(Object.keys(definition.blobs ?? {})),
    links: new Set(definition.links ?? []),
  };
  const problems = [
    ...(KIND.test(definition.kind) ? [] : [`kind '${definition.kind}' is not of the form vendor.model in snake_case`]),
    ...Object.values(names)
      .flatMap((set) => [...set])
      .filter((name) => !NAME.test(name))
      .map((name) => `'${name}' is not snake_case`),
    ...linkProblems(definition),
    ...within('discover', discoveryProblems(definition, names)),
    ...within('clock', unknown('command', definition.clock?.shownBy, names.commands)),
    ...Object.entries(definition.commands).flatMap(([name, command]) =>
      within(`command ${name}`, commandProblems(command, names, definition.samples)),
    ),
    ...Object.entries(definition.parameters).flatMap(([name, parameter]) =>
      within(`parameter ${name}`, parameterProblems(parameter, names, definition.blobs ?? {})),
    ),
    ...Object.entries(definition.blobs ?? {}).flatMap(([name, blob]) =>
      within(`blob ${name}`, unknown('command', blob.shownBy, names.commands)),
    ),
    ...Object.entries(definition.samples).flatMap(([name, stream]) =>
      within(`stream ${name}`, [
        ...streamProblems(stream, definition.dialogue),
        ...joinProblems(stream, definition.samples),
        ...derivedProblems(definition, name),
      ]),
    ),
    ...within('calibration', calibrationProblems(definition, names)),
    ...within('dialogue', dialogueProblems(definition)),
    ...within('rides', ridesProblems(definition)),
    ...within(
      'states',
      stateful(...Object.values(definition.states).flatMap(({ shows, noticed }) => [shows, noticed])),
    ),
    ...Object.entries(definition.states).flatMap(([name, state]) =>
      within(`state ${name}`, stateProblems(name, state, names, definition)),
    ),
    ...Object.entries(definition.jobs ?? {}).flatMap(([name, job]) =>
      within(`job ${name}`, jobProblems(job, names, definition)),
    ),
    ...within(
      'learns',
      (definition.learns ?? []).flatMap((name) => unknown('command', name, names.commands)),
    ),
    ...within('simulation', simulationProblems(definition.simulation, names)),
  ];
  if (problems.length > 0) throw new DefinitionError(`${definition.kind}:\n  ${problems.join('\n  ')}`);
}
