import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ParameterMetadata } from '../../../../../src/model/metadata.ts';
import { draftOfRow, readEdits, startupDrafts } from './edits.ts';
import { rowsOf } from './parameter-rows.ts';

const parameter = (schema: ParameterMetadata['schema'], more: Partial<ParameterMetadata> = {}): ParameterMetadata => ({
  title: 'A parameter',
  visibility: 'read_write',
  restored_after_direct_access: true,
  schema,
  ...more,
});
const verified = '2026-07-01T12:00:00Z';
const rows = rowsOf(
  {
    interval: parameter({ type: 'integer', minimum: 5, maximum: 3600 }, { startup: 60 }),
    salinity: parameter({ type: 'boolean' }),
    system: parameter({ enum: ['enu', 'beam'] }, { startup: 'beam', visibility: 'startup' }),
  },
  {
    interval: { actual: 10, verified },
    salinity: { actual: true, verified },
    system: { actual: 'enu', verified },
  },
);

test('only what is another value is a change', () => {
  const { values, errors } = readEdits(rows, { interval: '10', salinity: 'false', system: 'enu' });
  assert.deepEqual(values, { salinity: false });
  assert.deepEqual(errors, {});
});

test('all that is wrong is told at once', () => {
  const { values, errors } = readEdits(rows, { interval: '1', salinity: '' });
  assert.deepEqual(values, {});
  assert.deepEqual(Object.keys(errors), ['interval', 'salinity']);
  assert.match(errors.interval ?? '', /5 to 3600/);
});

test('an input begins with what the instrument shows', () => {
  assert.deepEqual(
    rows.map((row) => draftOfRow(row, { interval: '11' })),
    ['11', 'true', 'enu'],
  );
});

test('only what may be set at any time is brought back to its start-up value', () => {
  assert.deepEqual(startupDrafts(rows), { interval: '60' });
});
