import assert from 'node:assert/strict';
import { test } from 'node:test';
import { draftOfTrigger, parameterOf, TRIGGER_KINDS, triggerOf, wrongTriggers } from './trigger.ts';

const TRIGGERS = [
  { every: '6 h' },
  { cron: '0 3 * * *' },
  { at: '2026-07-01T12:00:00Z' },
  { polled: { min: '1 min', max: '1 h' } },
  { polled: { min: '1 min' } },
];

for (const trigger of TRIGGERS) {
  test(`${JSON.stringify(trigger)} is the same after it was edited without a change`, () => {
    assert.deepEqual(triggerOf(draftOfTrigger('sync', trigger)), trigger);
  });
}

test('all kinds of triggers can be chosen', () => {
  assert.deepEqual(TRIGGER_KINDS, ['every', 'cron', 'at', 'polled']);
});

test('what is no duration, cron expression or time is told with one that would be right', () => {
  const wrong = wrongTriggers([
    { job: 'a', kind: 'every', text: 'often' },
    { job: 'b', kind: 'cron', text: '0 3' },
    { job: 'c', kind: 'at', text: '2026-07-01' },
    { job: 'd', kind: 'polled', text: '1 min, 2 min, 3 min' },
    { job: 'e', kind: 'every', text: '10 s' },
  ]);
  assert.deepEqual([...wrong.keys()], [0, 1, 2, 3]);
  assert.match(wrong.get(0) ?? '', /6 h/);
});

test('a job has one trigger', () => {
  const draft = { job: 'a', kind: 'every', text: '1 h' } as const;
  assert.deepEqual([...wrongTriggers([draft, draft, { ...draft, job: '' }]).keys()], [1, 2]);
});

test('a job may run as often as one of its parameters says', () => {
  assert.equal(parameterOf({ runs: 'status', every: { parameter: 'status_interval' } }), 'status_interval');
  assert.equal(parameterOf({ runs: 'status', every: '1 h' }), undefined);
});
