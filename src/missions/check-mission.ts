import { z } from 'zod';
import type { Bus } from '../bus/bus.ts';
import type { Described } from '../bus/services.ts';
import type { Path, Problem } from '../config/schema-problems.ts';
import { ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { entriesOf } from '../kit/records.ts';
import type { FieldType, JsonSchema } from '../model/metadata.ts';
import { CONNECTION_STATES } from '../model/states.ts';
import { type Comparison, comparisonsOf, type Reference, STANDINGS } from './condition.ts';
import { type Action, allLeaves, instrumentsOf, type MissionPlan, namedInstruments } from './plan.ts';
import { type ReadMission, readMission } from './read-mission.ts';

/** States that every driver has besides those of its definition. */
const STATES: readonly string[] = [...CONNECTION_STATES, 'unknown', 'direct_access'];

type Instruments = ReadonlyMap<string, Described>;

/** Reads a mission and compares it with the instruments that are there; a `ParameterError` lists all that is wrong, each with its line. */
export async function checkMission(bus: Bus, text: string, name: string): Promise<ReadMission> {
  const read = readMission(text, name);
  const instruments = await describeAll(bus, read.plan);
  const problems = allLeaves(read.plan).flatMap(({ action, path }) => problemsOf(action, path, instruments, bus));
  if (problems.length > 0) throw new ParameterError(read.issuesOf(problems));
  return read;
}

async function describeAll(bus: Bus, plan: MissionPlan): Promise<Instruments> {
  const found = await Promise.all(
    namedInstruments(plan).map(async (id) => [id, await bus.find('instrument', id)?.describe()] as const),
  );
  return new Map(found.flatMap(([id, described]) => (described === undefined ? [] : [[id, described] as const])));
}

function problemsOf(action: Action, path: Path, instruments: Instruments, bus: Bus): Problem[] {
  const unknown = instrumentsOf(action).filter((id) => !instruments.has(id));
  if (unknown.length > 0) {
    return [...new Set(unknown)].map((id) => ({
      path,
      message: `there is no instrument '${id}'; ${nearest(id, bus.keys('instrument'))}`,
    }));
  }
  const of = (id: string): Described => instruments.get(id)!; // all are there
  switch (action.do) {
    case 'set':
      return setProblems(action.values, path, of(action.instrument));
    case 'exec':
      return execProblems(action, path, of(action.instrument));
    case 'wait_sample':
      return streamProblems(action.sample.stream, path, of(action.sample.instrument));
    case 'wait_until':
      return comparisonsOf(action.condition).flatMap(({ left, by, right }) =>
        comparisonProblems(left, by, right, [...path, 'until'], of(left.instrument)),
      );
    default:
      return [];
  }
}

function setProblems(values: Readonly<Record<string, unknown>>, path: Path, { parameters }: Described): Problem[] {
  const settable = Object.keys(parameters).filter((name) => parameters[name]?.visibility === 'read_write');
  return Object.entries(values).flatMap(([name, value]) => {
    const parameter = parameters[name];
    const at = [...path, name];
    if (parameter === undefined) return [{ path: at, message: `no such parameter; ${nearest(name, settable)}` }];
    if (parameter.visibility === 'read_only') return [{ path: at, message: 'is read only' }];
    if (parameter.visibility === 'startup') {
      return [
        { path: at, message: 'is only set when the instrument is started up: it belongs into the configuration' },
      ];
    }
    return schemaIssues(parameter.schema, value, at);
  });
}

function execProblems(
  { command, args, confirm }: Extract<Action, { do: 'exec' }>,
  path: Path,
  { commands }: Described,
): Problem[] {
  const own = commands[command];
  if (own === undefined) {
    return [{ path, message: `no such command '${command}'; ${nearest(command, Object.keys(commands))}` }];
  }
  return [
    ...(own.dangerous && !confirm ? [{ path, message: `'${command}' is dangerous: it wants confirm: true` }] : []),
    ...schemaIssues(own.arguments, args, [...path, 'args']),
  ];
}

const streamProblems = (stream: string, path: Path, { streams }: Described): Problem[] =>
  Object.hasOwn(streams, stream)
    ? []
    : [{ path, message: `no such stream '${stream}'; ${nearest(stream, Object.keys(streams))}` }];

/** What a value of a field can be compared with. */
const COMPARABLE: Readonly<Partial<Record<FieldType, string>>> = {
  number: 'number',
  integer: 'number',
  text: 'string',
  flag: 'boolean',
};

function comparisonProblems(
  reference: Reference,
  by: Comparison,
  right: unknown,
  path: Path,
  described: Described,
): Problem[] {
  if (reference.of === 'field') {
    const { stream, field } = reference;
    const fields = described.streams[stream]?.fields;
    if (fields === undefined) return streamProblems(stream, path, described);
    const own = fields[field];
    if (own === undefined) {
      return [{ path, message: `no such field '${field}' in ${stream}; ${nearest(field, Object.keys(fields))}` }];
    }
    return comparableProblems(`${stream}.${field}`, COMPARABLE[own.type], by, right, path);
  }
  const problems = comparableProblems(reference.of, STANDINGS[reference.of], by, right, path);
  const states = [...described.states, ...STATES];
  if (reference.of !== 'state' || problems.length > 0 || states.includes(String(right))) return problems;
  return [{ path, message: `no such state '${String(right)}'; ${nearest(String(right), states)}` }];
}

function comparableProblems(
  what: string,
  type: string | undefined,
  by: Comparison,
  right: unknown,
  path: Path,
): Problem[] {
  if (type === undefined) return [{ path, message: `${what} is a list or bytes: nothing can be compared with it` }];
  if (typeof right !== type) {
    const wanted = type === 'string' ? "a 'text'" : type === 'boolean' ? 'true or false' : 'a number';
    return [{ path, message: `${what} is compared with ${wanted}` }];
  }
  const hasOrder = type === 'number' || by === '==' || by === '!=';
  return hasOrder ? [] : [{ path, message: `${what} is no number: only == and != compare it` }];
}

/** What a JSON Schema has to say of a value. */
function schemaIssues(schema: JsonSchema, value: unknown, path: Path): Problem[] {
  const { error } = z.fromJSONSchema({ ...schema }).safeParse(value);
  return (error?.issues ?? []).flatMap((issue): Problem[] => {
    if (issue.code !== 'unrecognized_keys') return [{ path: [...path, ...issue.path], message: issue.message }];
    const known = entriesOf(schema.properties).map(([key]) => key);
    return issue.keys.map((key) => ({ path: [...path, key], message: `no such argument; ${nearest(key, known)}` }));
  });
}
