import type { RefinedStream, Refiner } from '../refine/refiner.ts';
import { type Column, columnsOf } from './columns.ts';
import type { StreamFacts } from './day-metadata.ts';

/** What is known of the samples of a stream, for its files. */
export function streamFacts(
  instrument: StreamFacts['instrument'],
  name: string,
  { fields, flags, ...described }: RefinedStream,
  decodedBy: string,
  calibrations: Refiner['calibrations'] = {},
): StreamFacts {
  return {
    instrument,
    stream: { name, ...described },
    fields,
    flags,
    definitions: [decodedBy],
    calibrations: Object.fromEntries(
      Object.values(calibrations).map(({ name: key, ...calibration }) => [key, calibration]),
    ),
  };
}

/** The columns of a stream's files. */
export const columnsOfFacts = ({ fields, flags }: StreamFacts): readonly Column[] =>
  columnsOf({ fields, flags: Object.keys(flags) });

/** What is known of the rows of both; the later is right about what both say. */
export const mergeFacts = (old: StreamFacts, facts: StreamFacts): StreamFacts => ({
  ...facts,
  // A serial number stays known when the instrument has not been asked again.
  instrument: { ...old.instrument, ...facts.instrument },
  fields: { ...old.fields, ...facts.fields },
  flags: { ...old.flags, ...facts.flags },
  definitions: [...new Set([...old.definitions, ...facts.definitions])],
  calibrations: { ...old.calibrations, ...facts.calibrations },
  ...(old.replacements && { replacements: old.replacements }),
});

/** Whether rows under these facts may stand in one column with those under others: of one type and unit. */
export function fits(old: StreamFacts, facts: StreamFacts): boolean {
  return Object.entries(facts.fields).every(([name, { type, items, unit }]) => {
    const before = old.fields[name];
    return before === undefined || (before.type === type && before.items === items && before.unit === unit);
  });
}
