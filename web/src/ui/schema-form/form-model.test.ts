import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOf, fieldOf, fieldsOf, readDraft, readDrafts } from './form-model.ts';

const SCHEMA = {
  type: 'object',
  properties: {
    interval: { title: 'Interval', type: 'integer', minimum: 5, maximum: 32767 },
    gain: { type: 'number' },
    mode: { enum: ['burst', 'continuous'] },
    pump: { type: 'boolean' },
    label: { type: 'string', pattern: '^[\\x20-\\x7e]*$', maxLength: 4 },
    levels: { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 },
  },
  required: ['interval'],
};

test('a schema becomes the inputs of a form, each with what is allowed in words', () => {
  const fields = fieldsOf(SCHEMA);
  assert.deepEqual(
    fields.map(({ name, kind, limits, required }) => [name, kind, limits, required]),
    [
      ['interval', 'integer', 'from 5 to 32767', true],
      ['gain', 'number', '', false],
      ['mode', 'choice', '', false],
      ['pump', 'boolean', '', false],
      ['label', 'text', 'at most 4 characters', false],
      ['levels', 'list', 'numbers with commas between them', false],
    ],
  );
  assert.equal(fieldOf('interval', SCHEMA.properties.interval, { unit: 's' }).limits, 'from 5 to 32767 s');
  assert.deepEqual(fieldsOf({}), []);
});

test('what was typed becomes values of the right kind', () => {
  const drafts = { interval: '60', gain: '0,5', mode: 'burst', pump: 'false', label: 'ok', levels: '1, 2' };
  assert.deepEqual(readDrafts(fieldsOf(SCHEMA), drafts), {
    values: { interval: 60, gain: 0.5, mode: 'burst', pump: false, label: 'ok', levels: [1, 2] },
    errors: {},
  });
});

test('all that is wrong is said at once, and what was left empty is no value', () => {
  const drafts = { interval: '4.5', gain: 'much', label: 'too long', levels: '1' };
  const { values, errors } = readDrafts(fieldsOf(SCHEMA), drafts);
  assert.deepEqual(values, {});
  assert.deepEqual(errors, {
    interval: 'must be a whole number from 5 to 32767',
    gain: 'must be a number',
    label: 'must have at most 4 characters',
    levels: 'must be 2 numbers with commas between them',
  });
  assert.deepEqual(readDrafts(fieldsOf(SCHEMA), {}).errors, { interval: 'Interval is needed' });
});

test('a value that stands in its input is read as itself', () => {
  for (const [name, value] of [
    ['interval', 60],
    ['gain', -0.25],
    ['pump', true],
    ['levels', [3, 4]],
  ] as const) {
    const field = fieldsOf(SCHEMA).find((one) => one.name === name)!;
    assert.deepEqual(readDraft(field, draftOf(value)), { value });
  }
  assert.equal(draftOf(null), '');
});
