import type { InstrumentConfig } from '../config/schema.ts';
import type { GivenCalibration } from './calibration.ts';

/** The calibrations that a configuration gives for an instrument; the coefficients of files were read when it was. */
export const givenCalibrations = ({
  calibrations = [],
}: Pick<InstrumentConfig, 'calibrations'>): readonly GivenCalibration[] =>
  calibrations.map(({ date, file, coefficients = {} }) => ({
    date,
    source: file ?? 'the configuration',
    coefficients,
  }));
