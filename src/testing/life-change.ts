import type { Instrument } from '../definition/instrument.ts';
import type { BlobParameter, Parameter, TextParameter } from '../definition/parameter.ts';
import { bytesOf, toSteps } from '../definition/send.ts';
import { toRaw } from '../driver/parameters/parameter-rule.ts';
import { writePlan } from '../driver/parameters/write-plan.ts';
import { toText } from '../kit/bytes.ts';
import type { Value, Values } from '../model/sample.ts';
import type { InstrumentSimulator } from '../simulator/instrument-simulator.ts';
import { substitute } from '../simulator/substitute.ts';

/** Those that say how often something is sent by itself. */
const rates = ({ simulation }: Instrument): readonly string[] =>
  Object.values(simulation.streams).flatMap(({ every }) => (typeof every === 'string' ? [] : [every.parameter]));

/** Those that say whether and what is sent by itself, and what the driver does: a life needs them as they are. */
function untouchable({ simulation, commands, jobs = {} }: Instrument): ReadonlySet<string> {
  const switches = Object.values(simulation.streams).flatMap(({ while: on }) => (on === undefined ? [] : [on]));
  const parts = Object.values(simulation.optional ?? {}).flatMap((fields) => Object.values(fields));
  const required = Object.values(commands).flatMap(({ requires = {} }) => Object.keys(requires));
  const triggers = Object.values(jobs).flatMap((job) =>
    'every' in job && typeof job.every !== 'string' ? [job.every.parameter] : [],
  );
  return new Set([...switches, ...parts, ...required, ...triggers]);
}

type Ours = TextParameter | BlobParameter;

const isSettable = (parameter: Parameter): parameter is Ours =>
  parameter.source !== 'engineering' && parameter.visibility !== 'read_only' && parameter.changesByItself !== true;

/** A value that is as good as this one and differs from it, as a user gives it: a choice by its label. */
export function otherValue({ type, min, max, choices }: Parameter, value: Value): Value | undefined {
  if (choices !== undefined)
    return Object.entries(choices).find(([label, raw]) => label !== value && raw !== value)?.[0];
  if (type === 'boolean') return !value;
  if (typeof value !== 'number' || (type !== 'integer' && type !== 'number')) return undefined;
  if (max === undefined || value + 1 <= max) return value + 1;
  return min === undefined || value - 1 >= min ? value - 1 : undefined;
}

const SIMPLEST = ['integer', 'boolean', 'choice', 'number'];
const bySimplicity = ([, a]: readonly [string, Ours], [, b]: readonly [string, Ours]): number =>
  SIMPLEST.indexOf(a.type) - SIMPLEST.indexOf(b.type);

/** Some firmware does not show every value: the example reply of the simulator must have a place for it. */
export function canBeShown({ parameters, simulation }: Instrument, name: string, value: Value): boolean {
  const parameter = parameters[name];
  if (parameter?.source !== 'text') return true;
  const reply = simulation.replies[parameter.shownBy ?? ''] ?? '';
  const shown = parameter.show(toRaw(parameter, value));
  return substitute(typeof reply === 'string' ? reply : toText(reply), parameter.pattern, shown) !== undefined;
}

/** The parameters that can be set without harm to a life, the simplest first; last what makes it slower or faster. */
export function settableNames(definition: Instrument): readonly string[] {
  const others = untouchable(definition);
  const last = rates(definition);
  return Object.entries(definition.parameters)
    .flatMap(([name, parameter]) =>
      isSettable(parameter) && SIMPLEST.includes(parameter.type) && !others.has(name)
        ? [[name, parameter] as const]
        : [],
    )
    .sort(bySimplicity)
    .map(([name]) => name)
    .sort((a, b) => Number(last.includes(a)) - Number(last.includes(b)));
}

/** Of these, what may be set at any time, and is set back after direct access. */
export const changeableNames = (definition: Instrument): readonly string[] =>
  settableNames(definition).filter((name) => {
    const { visibility, restore } = definition.parameters[name]!;
    return visibility === 'read_write' && restore !== false;
  });

/** A parameter that has a start-up value, and another value to begin with. */
export function unlikeStartUp({ parameters }: Instrument, names: readonly string[]): Values {
  for (const name of names) {
    const parameter = parameters[name];
    const other = parameter?.startup === undefined ? undefined : otherValue(parameter, parameter.startup);
    if (other !== undefined) return { [name]: other };
  }
  return {};
}

/** What somebody types, or a program sends, in direct access to set these values. */
export function typedFor(
  definition: Instrument,
  simulator: InstrumentSimulator,
  values: Values,
): readonly Uint8Array[] {
  const blobs = Object.keys(definition.blobs ?? {}).flatMap((name) => {
    const content = simulator.configuration(name);
    return content === undefined ? [] : [[name, content] as const];
  });
  return writePlan(definition, values, new Map(blobs)).flatMap(({ exchange, times = 1 }) => {
    const bytes = bytesOf(toSteps(exchange.send, definition.dialogue.newline));
    return Array.from({ length: times }, () => bytes).flat();
  });
}
