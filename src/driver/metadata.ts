import type { Argument, Command, Exchange, Instrument, InstrumentClock } from '../definition/instrument.ts';
import type { Parameter } from '../definition/parameter.ts';
import { streamMetadata, titleOf } from '../definition/stream-metadata.ts';
import { milliseconds } from '../kit/duration.ts';
import { mapValues } from '../kit/records.ts';
import type { CommandMetadata, ConfigMetadata, JsonSchema, ParameterMetadata } from '../model/metadata.ts';
import type { Value, Values } from '../model/sample.ts';
import { isPutOff, statesOf } from './declared/streaming.ts';
import { DEFAULT_TIMEOUT } from './dialogue/talk.ts';
import { ruleOf, toLabel } from './parameters/parameter-rule.ts';
import { booleanRule, integerRule, numberRule, type Rule, textRule } from './parameters/rule.ts';
import { type Allowed, checkValues } from './parameters/validate.ts';

const plain = (value: Value): Value => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value);

function parameterMetadata(parameter: Parameter, name: string): ParameterMetadata {
  const { description, unit, visibility, startup, restore } = parameter;
  const readOnly = visibility === 'read_only';
  const startsAs = startup === undefined ? undefined : plain(toLabel(parameter, startup));
  return {
    title: titleOf(name, parameter.title ?? (parameter.source === 'blob' ? parameter.field.title : undefined)),
    ...(description !== undefined && { description }),
    visibility,
    ...(unit !== undefined && { unit }),
    ...(startsAs !== undefined && { startup: startsAs }),
    restored_after_direct_access: !readOnly && restore !== false && parameter.source !== 'engineering',
    ...(parameter.source === 'blob' && parameter.blob !== undefined && { group: parameter.blob }),
    schema: {
      ...ruleOf(parameter).schema,
      ...(startsAs !== undefined && { default: startsAs }),
      ...(readOnly && { readOnly: true }),
    },
  };
}

function ruleOfArgument({ type, ...bounds }: Argument): Rule {
  switch (type) {
    case 'integer':
      return integerRule(bounds);
    case 'number':
      return numberRule(bounds);
    case 'boolean':
      return booleanRule;
    case 'text':
      return textRule();
  }
}

const requiredOf = ({ arguments: all = {} }: Command): string[] =>
  Object.keys(all).filter((name) => all[name]?.required === true);

function argumentsSchema(command: Command): JsonSchema {
  const required = requiredOf(command);
  return {
    type: 'object',
    properties: mapValues(command.arguments ?? {}, (argument, name) => ({
      title: titleOf(name, argument.title),
      ...ruleOfArgument(argument).schema,
    })),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** The longest that a command may take, in ms: all its exchanges, or all the commands that it runs. */
function timeoutOf(definition: Instrument, command: Command): number {
  const one = ({ timeout }: Pick<Exchange, 'timeout'>): number =>
    milliseconds(timeout ?? definition.dialogue.timeout ?? DEFAULT_TIMEOUT);
  if ('send' in command) return one(command);
  if ('steps' in command) return command.steps.reduce((sum, step) => sum + one(step), 0);
  if ('build' in command || 'asksHost' in command) return one({});
  return command.runs.reduce((sum, name) => {
    const other = definition.commands[name];
    return other === undefined ? sum : sum + timeoutOf(definition, other);
  }, 0);
}

const commandMetadata = (definition: Instrument, command: Command, name: string): CommandMetadata => ({
  title: titleOf(name, command.title),
  ...(command.description !== undefined && { description: command.description }),
  states: [
    ...new Set([
      ...statesOf(command),
      ...Object.keys(definition.states).filter((state) => isPutOff(definition, state, command)),
    ]),
  ],
  timeout: timeoutOf(definition, command),
  arguments: argumentsSchema(command),
  dangerous: command.dangerous ?? false,
});

/** Setting the clock, which no definition describes as a command. */
const clockSyncMetadata = (definition: Instrument, clock: InstrumentClock): CommandMetadata => ({
  title: 'Set the clock',
  description: 'On the edge of a second; says how far it was off before and after',
  states: [...statesOf({}), ...Object.keys(definition.states).filter((state) => isPutOff(definition, state, clock))],
  timeout: milliseconds(definition.dialogue.timeout ?? DEFAULT_TIMEOUT) * (clock.set.length + 2),
  arguments: { type: 'object', properties: {}, additionalProperties: false },
  dangerous: false,
});

/** All that a generic user interface needs to know about the driver of this definition, as plain JSON. */
export const configMetadata = (definition: Instrument): ConfigMetadata => ({
  driver: { kind: definition.kind, maker: definition.maker, model: definition.model },
  states: Object.keys(definition.states),
  commands: {
    ...mapValues(definition.commands, (command, name) => commandMetadata(definition, command, name)),
    ...(definition.clock && { clock_sync: clockSyncMetadata(definition, definition.clock) }),
  },
  parameters: mapValues(definition.parameters, parameterMetadata),
  streams: mapValues(definition.samples, (_, name) => streamMetadata(definition, name)),
});

/** A command's arguments, checked; a `ParameterError` with all that is wrong. Nothing at all stands for no arguments. */
export function argumentsOf(name: string, command: Command, args: unknown): Values {
  const allowed = Object.entries(command.arguments ?? {}).map(([argument, info]): [string, Allowed] => [
    argument,
    { rule: ruleOfArgument(info) },
  ]);
  return checkValues(`arguments of '${name}'`, args ?? {}, new Map(allowed), requiredOf(command));
}
