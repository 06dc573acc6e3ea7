import { Cron } from 'croner';
import { DefinitionError, describeError } from '../kit/errors.ts';
import { linkProblems } from './check-links.ts';
import {
  type Blob,
  type Command,
  type Dialogue,
  type Exchange,
  type Instrument,
  type StateInfo,
  yieldsOf,
} from './instrument.ts';
import type { Job } from './job.ts';
import type { Parameter } from './parameter.ts';
import type { Simulation } from './simulation.ts';
import type { Stream } from './stream.ts';

const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const KIND = /^[a-z][a-z0-9_]*\.[a-z0-9][a-z0-9_]*$/;

/** The names of a definition that others refer to. */
interface Names {
  readonly states: ReadonlySet<string>;
  readonly commands: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  readonly streams: ReadonlySet<string>;
  readonly blobs: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
}

const exchangesOf = (command: Command): readonly Exchange[] =>
  'send' in command ? [command] : 'steps' in command ? command.steps : [];

const unknown = (what: string, name: string | undefined, known: ReadonlySet<string>): string[] =>
  name === undefined || known.has(name) ? [] : [`${what} '${name}' is not there; there are: ${[...known].join(', ')}`];

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

/** A pattern with one of these flags remembers where it stood, and would miss what it is asked for next. */
const stateful = (...patterns: readonly (RegExp | undefined)[]): string[] =>
  patterns.flatMap((regex) => (regex?.global || regex?.sticky ? [`${regex} must not be global or sticky`] : []));

function limitProblems({ min, max, startup, choices }: Parameter): string[] {
  const known: readonly unknown[] = Object.entries(choices ?? {}).flat();
  return [
    ...(min !== undefined && max !== undefined && min > max ? [`min ${min} is above max ${max}`] : []),
    ...(typeof startup === 'number' && (startup < (min ?? startup) || startup > (max ?? startup))
      ? [`startup ${startup} is not between ${min ?? 'any'} and ${max ?? 'any'}`]
      : []),
    ...(choices !== undefined && startup !== undefined && !known.includes(startup)
      ? [`startup ${String(startup)} is none of its choices: ${Object.keys(choices).join(', ')}`]
      : []),
  ];
}

function parameterProblems(parameter: Parameter, names: Names, blobs: Readonly<Record<string, Blob>>): string[] {
  const problems = limitProblems(parameter);
  if (parameter.source === 'text') {
    if (parameter.shownBy === undefined) problems.push('no command shows it (shownBy)');
    return [...problems, ...stateful(parameter.pattern), ...unknown('command', parameter.shownBy, names.commands)];
  }
  if (parameter.source === 'blob') {
    const length = blobs[parameter.blob ?? '']?.length;
    if (parameter.blob === undefined) problems.push('it stands in no blob (partOf)');
    if (length !== undefined && parameter.field.end > length)
      problems.push(`it ends at ${parameter.field.end}, past the ${length} bytes of ${parameter.blob}`);
    return [...problems, ...unknown('blob', parameter.blob, names.blobs)];
  }
  return problems;
}

/** What is wrong with a cron pattern or a time. */
function triggerProblems(job: Job): string[] {
  if ('at' in job) return Number.isNaN(Date.parse(job.at)) ? [`'${job.at}' is not a time in ISO-8601`] : [];
  if (!('cron' in job)) return [];
  try {
    new Cron(job.cron);
    return [];
  } catch (error) {
    return [describeError(error)];
  }
}

/** A parameter that says how often must hold seconds, or be the driver's own interval. */
function intervalProblems(name: string, { parameters }: Instrument): string[] {
  const { type, source } = parameters[name] ?? {};
  return type === undefined || type === 'integer' || type === 'number' || source === 'engineering'
    ? []
    : [`parameter '${name}' says no time: it is neither a number of seconds nor made with interval(…)`];
}

function jobProblems(job: Job, names: Names, definition: Instrument): string[] {
  const { clock } = definition;
  const setsClock = job.runs === 'clock_sync' && clock !== undefined;
  return [
    ...triggerProblems(job),
    ...(setsClock ? [] : unknown('command', job.runs, names.commands)),
    ...[job.in ?? []].flat().flatMap((state) => unknown('state', state, names.states)),
    ...('every' in job && typeof job.every !== 'string'
      ? [
          ...unknown('parameter', job.every.parameter, names.parameters),
          ...intervalProblems(job.every.parameter, definition),
        ]
      : []),
  ];
}

function joinProblems({ joins = {}, fields: own }: Stream, samples: Instrument['samples']): string[] {
  return Object.entries(joins).flatMap(([name, { stream, field }]) => {
    if (name in own) return [`joins ${name}, which is one of its own fields`];
    const fields = samples[stream]?.fields;
    if (fields === undefined) return [`joins ${name} from stream '${stream}', which is not there`];
    return field in fields ? [] : [`joins ${name} from '${stream}', which has no field '${field}'`];
  });
}

function streamProblems(stream: Stream, { prompt }: Dialogue): string[] {
  const names = Object.keys({ ...stream.fields, ...stream.joins }).filter((name) => !NAME.test(name));
  return [
    ...names.map((name) => `field '${name}' is not snake_case`),
    ...(stream.kind === 'line' ? stateful(stream.pattern) : []),
    ...(stream.kind === 'block' && stream.to === undefined && prompt === undefined
      ? ['needs what ends it (to): there is no prompt']
      : []),
    ...(stream.kind === 'block'
      ? stateful(stream.from, stream.to, ...Object.values(stream.fields).map(({ pattern }) => pattern))
      : []),
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

function simulationProblems(simulation: Simulation, names: Names): string[] {
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

const within = (place: string, problems: readonly string[]): string[] => problems.map((text) => `${place}: ${text}`);

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
      ]),
    ),
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
