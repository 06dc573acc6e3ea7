import type { Instrument } from '../definition/instrument.ts';
import { streamMetadata } from '../definition/stream-metadata.ts';
import { mapValues } from '../kit/records.ts';
import type { Refiner } from './refiner.ts';

/** Samples go on as they are, without flags. */
export const unrefined = (definition: Instrument): Refiner => ({
  streams: mapValues(definition.samples, (_, stream) => ({ ...streamMetadata(definition, stream), flags: {} })),
  refine: (samples) => ({ samples, settled: [] }),
  recall: () => {},
  memory: {},
  calibrations: {},
  shown: [],
});
