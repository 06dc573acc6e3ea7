import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../kit/errors.ts';
import type { facts } from '../store/test-samples.ts';
import { refuseWithoutConfig } from './refuse-without-config.ts';

const of = (name: string, flags: typeof facts.flags, calibrations: typeof facts.calibrations = {}) => ({
  stream: { name, title: name },
  flags,
  calibrations,
});
const TEMP = { temp_qc: { field: 'temp' } };
const SPIKE = { ...TEMP, temp_qc_spike: { field: 'temp', test: 'spike' } };
const shown = { source: 'shown by the instrument', coefficients: { slope: 1 } };
const given = { source: 'shown by the instrument, then cal.yaml', coefficients: { slope: 2 } };
const GIVEN = { '2026-03-01-61502e14': given };

const stream = (flags: typeof facts.flags) => ({ title: 'it', fields: {}, flags });
const refiner = {
  streams: { status: stream(TEMP), ctd: stream(TEMP) },
  calibrations: { now: { name: 'now', ...shown } },
};

test('samples that need no configuration are decoded without one', () => {
  refuseWithoutConfig(refiner, [of('status', TEMP), of('ctd', TEMP, { before: shown, now: shown }), of('gone', SPIKE)]);
});

test('tests and calibrations of a configuration are missed in every stream, all at once', () => {
  assert.throws(
    () => refuseWithoutConfig(refiner, [of('status', TEMP, GIVEN), of('ctd', SPIKE, GIVEN)]),
    (error) =>
      error instanceof ConfigError &&
      /^temp_qc_spike: .* of ctd were tested/m.test(error.message) &&
      /^2026-03-01-61502e14: samples were calibrated/m.test(error.message),
  );
});
