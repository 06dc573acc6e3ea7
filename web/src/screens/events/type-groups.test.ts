import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENT_TYPES } from '../../../../src/model/event-types.ts';
import { TYPE_GROUPS, typesOf } from './type-groups.ts';

test('every type of event is in exactly one group', () => {
  const grouped: string[] = Object.values(TYPE_GROUPS).flatMap(({ types }) => [...types]);
  assert.deepEqual(grouped.toSorted(), Object.keys(EVENT_TYPES).toSorted());
});

test('an address names groups, or single types', () => {
  assert.deepEqual(typesOf('parameters,fault'), ['parameter_changed', 'parameters_known', 'fault']);
  assert.deepEqual(typesOf(''), []);
});
