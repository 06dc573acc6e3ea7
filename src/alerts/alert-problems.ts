import { ALERT_SETTINGS } from '../config/alerts-schema.ts';
import type { Problem } from '../config/schema-problems.ts';
import type { Instrument } from '../definition/instrument.ts';
import { streamMetadata } from '../definition/stream-metadata.ts';
import { nearest } from '../kit/nearest.ts';
import { entriesOf, isRecord } from '../kit/records.ts';
import type { StreamMetadata } from '../model/metadata.ts';
import { CONNECTION_STATES } from '../model/states.ts';
import { isWatched, targetsOf } from './targets.ts';

type Streams = Readonly<Record<string, StreamMetadata>>;

/** States that every instrument may be in, beside those of its definition. */
const COMMON_STATES = [...CONNECTION_STATES, 'unknown', 'direct_access'];
/** What every instrument may be asked to do, beside the commands of its definition. */
const COMMON_COMMANDS = ['discover', 'set', 'get'];

/** What is wrong with the alerts of an instrument of this kind, beside their form: each with its path from there. */
export function alertProblems(
  definition: Pick<Instrument, 'kind' | 'samples' | 'states' | 'commands'>,
  alerts: unknown,
): readonly Problem[] {
  if (!isRecord(alerts)) return [];
  const { kind, samples, states, commands } = definition;
  const streams: Streams = Object.fromEntries(
    Object.keys(samples).map((stream) => [stream, streamMetadata(definition, stream)]),
  );
  const { late_data: late, state, command_failed: failed } = alerts;
  return [
    ...Object.keys(alerts)
      .filter((name) => !ALERT_SETTINGS.includes(name))
      .flatMap((name) => fieldProblems(kind, name, streams)),
    ...entriesOf(late).flatMap(([stream]) =>
      unknownNames(['late_data', stream], [stream], `stream of ${kind}`, Object.keys(streams)),
    ),
    ...listsIn('state', state).flatMap(([path, names]) =>
      unknownNames(path, names, `state of ${kind}`, [...Object.keys(states), ...COMMON_STATES]),
    ),
    ...listsIn('command_failed', failed).flatMap(([path, names]) =>
      unknownNames(path, names, `command of ${kind}`, [...Object.keys(commands), ...COMMON_COMMANDS]),
    ),
  ];
}

function fieldProblems(kind: string, name: string, streams: Streams): Problem[] {
  const targets = targetsOf(name, streams);
  const own = Object.entries(streams).flatMap(([stream, { fields }]) =>
    Object.entries(fields).flatMap(([field, metadata]) => (isWatched(metadata) ? [field, `${stream}.${field}`] : [])),
  );
  if (targets.length === 0) {
    const known = [...ALERT_SETTINGS, ...own.filter((one) => one.includes('.') === name.includes('.'))];
    return [
      { path: [name], message: `is no field of ${kind}, and no kind of alert; ${nearest(name, [...new Set(known)])}` },
    ];
  }
  if (targets.some(({ metadata }) => isWatched(metadata))) return [];
  return [{ path: [name], message: `is ${targets[0]!.metadata.type}; only the bounds of a number can be watched` }];
}

/** The lists of names in a setting, each with its path. */
const listsIn = (setting: string, value: unknown): [Problem['path'], readonly unknown[]][] =>
  entriesOf(value).flatMap(([level, names]) => (Array.isArray(names) ? [[[setting, level], names]] : []));

const unknownNames = (
  path: Problem['path'],
  names: readonly unknown[],
  what: string,
  known: readonly string[],
): Problem[] =>
  names.flatMap((name, i) =>
    typeof name !== 'string' || known.includes(name)
      ? []
      : [
          {
            path: path.at(-1) === name ? path : [...path, i],
            message: `'${name}' is no ${what}; ${nearest(name, known)}`,
          },
        ],
  );
