import assert from 'node:assert/strict';
import { test } from 'node:test';
import { doneOutcomes, failedOutcomes } from './outcome.ts';

const problem = { type: '', title: '', status: 400, code: 'parameter', detail: 'two are wrong' };

test('each parameter is told what was wrong with it; the others why they were not sent', () => {
  const told = failedOutcomes(['interval', 'rate'], { ...problem, issues: [{ name: 'rate', message: 'at most 5' }] });
  assert.deepEqual(told, {
    interval: { kind: 'failed', text: 'not sent: others are wrong' },
    rate: { kind: 'failed', text: 'at most 5' },
  });
});

test('what was said of all is said of each', () => {
  assert.equal(failedOutcomes(['interval'], problem).interval?.text, 'two are wrong');
});

test('a parameter that was set was read back', () => {
  assert.equal(doneOutcomes({ interval: { actual: 10 } }).interval?.kind, 'done');
});
