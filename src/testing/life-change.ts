import type { Instrument } from '../definition/instrument.ts';
import type { BlobParameter, Parameter, TextParameter } from '../definition/parameter.ts';
import { bytesOf, toSteps } from '../definition/send.ts';
import { writePlan } from '../driver/parameters/write-plan.ts';
import type { Value, Values } from '../model/sample.ts';
import type { InstrumentSimulator } from '../simulator/instrument-simulator.ts';

/** Those that say whether, how often and what is sent by itself: a life needs them as they are. */
function untouchable({ simulation, commands, jobs = {} }: Instrument): ReadonlySet<string> {
  const rates = Object.values(simulation.streams).flatMap(({ every, while: on }) => [
    ...(typeof every === 'string' ? [] : [every.parameter]),
    ...(on === undefined ? [] : [on]),
  ]);
  const parts = Object.values(simulation.optional ?? {}).flatMap((fields) => Object.values(fields));
  const required = Object.values(commands).flatMap(({ requires = {} }) => Object.keys(requires));
  const triggers = Object.values(jobs).flatMap((job) =>
    'every' in job && typeof job.every !== 'string' ? [job.every.parameter] : [],
  );
  return new Set([...rates, ...parts, ...required, ...triggers]);
}

type Ours = TextParameter | BlobParameter;

const isChangeable = (parameter: Parameter): parameter is Ours =>
  parameter.source !== 'engineering' &&
  parameter.visibility === 'read_write' &&
  parameter.restore !== false &&
  parameter.changesByItself !== true;

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

/** Settable parameters that can be changed without harm, the simplest first. */
export function changeable(definition: Instrument): readonly string[] {
  const others = untouchable(definition);
  return Object.entries(definition.parameters)
    .flatMap(([name, parameter]) =>
      isChangeable(parameter) && SIMPLEST.includes(parameter.type) && !others.has(name)
        ? [[name, parameter] as const]
        : [],
    )
    .sort(bySimplicity)
    .map(([name]) => name);
}

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
