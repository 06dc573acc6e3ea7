import type { DayMetadata, StreamFacts } from '../store/day-metadata.ts';
import type { Stored } from './stored-part.ts';

/** In one form, whatever the order in which its parts were written. */
const inOneForm = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  ) ?? 'nothing';

/** Names whose description is another one now; those that are only in the old one count where all of the rows are new. */
function changedNames(
  before: Readonly<Record<string, unknown>>,
  now: Readonly<Record<string, unknown>>,
  whole: boolean,
): string[] {
  const names = [...new Set([...Object.keys(now), ...(whole ? Object.keys(before) : [])])];
  return names.filter((name) => inOneForm(before[name]) !== inOneForm(now[name]));
}

/** What a file says of its stream and of its columns, and does not say so any more: `field temp`, `flags temp_qc`, `stream`. */
export function describedOtherwise(stored: Stored, facts: StreamFacts): string[] {
  const before: DayMetadata = stored.metadata;
  const whole = stored.settledRows === stored.comparable && before.provisional === 0;
  return [
    ...(inOneForm(before.stream) === inOneForm(facts.stream) ? [] : ['stream']),
    ...changedNames(before.fields, facts.fields, whole).map((name) => `field ${name}`),
    ...changedNames(before.flags, facts.flags, whole).map((name) => `flags ${name}`),
  ];
}
