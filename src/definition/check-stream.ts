import { NAME, stateful } from './check-names.ts';
import type { Dialogue, Instrument } from './instrument.ts';
import type { Stream } from './stream.ts';

/** What is wrong with what a stream joins from others. */
export function joinProblems({ joins = {}, fields: own }: Stream, samples: Instrument['samples']): string[] {
  return Object.entries(joins).flatMap(([name, { stream, field }]) => {
    if (name in own) return [`joins ${name}, which is one of its own fields`];
    const fields = samples[stream]?.fields;
    if (fields === undefined) return [`joins ${name} from stream '${stream}', which is not there`];
    return field in fields ? [] : [`joins ${name} from '${stream}', which has no field '${field}'`];
  });
}

/** What is wrong with a stream alone. */
export function streamProblems(stream: Stream, { prompt }: Dialogue): string[] {
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
