import type { RefinedStream, Refiner } from '../refine/refiner.ts';
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
