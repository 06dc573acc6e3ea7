import type { InstrumentConfig } from '../config/schema.ts';
import type { Instrument } from '../definition/instrument.ts';
import type { ResumePoint } from '../model/driver-event.ts';
import { givenCalibrations } from '../refine/given-calibrations.ts';
import { makeRefiner, type RenewableRefiner } from '../refine/make-refiner.ts';
import { historyFor } from '../refine/recall-history.ts';
import { readShownCalibrations } from '../store/calibration-history.ts';
import { readLastBefore } from '../store/read/read-history.ts';
import type { SampleStore } from '../store/write/sample-store.ts';

/** An instrument, and where its samples are kept. */
export interface Kept {
  readonly id: string;
  readonly config: Pick<InstrumentConfig, 'quality' | 'position' | 'calibrations'>;
  /** Its folder. */
  readonly own: string;
  /** Without one there is nothing to be recalled. */
  readonly store: SampleStore | undefined;
}

/** A refiner as the configuration wants it, which goes on where the samples before that place in the log have got to. */
export async function openRefiner(
  { id, config, own, store }: Kept,
  definition: Instrument,
  resume: ResumePoint | undefined,
): Promise<RenewableRefiner> {
  const { quality, position } = config;
  const shown = await readShownCalibrations(own);
  const refiner = makeRefiner({ definition, quality, position, given: givenCalibrations(config), shown });
  if (store !== undefined && resume !== undefined && Object.keys(refiner.memory).length > 0) {
    refiner.recall(
      await store.write((connection) =>
        historyFor(refiner, (stream, count) =>
          readLastBefore(connection, { own, instrument: id, stream, resume, count }),
        ),
      ),
    );
  }
  return refiner;
}
