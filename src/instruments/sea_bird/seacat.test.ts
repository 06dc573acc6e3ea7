import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialogue, states } from './seacat.ts';

test('the end of a tag is no prompt, and a prompt may follow anything else', () => {
  const { prompt } = dialogue;
  for (const text of ['\r\nS>', '<Executed/>\r\nS> ', '<Executed/>S>', '?cmd S>', 'S>\r\n'])
    assert.match(text, prompt!, text);
  for (const text of ['<WETLABS>', '<WETLABS>no</WETLABS>', 'S>sendoptode=get mode', 'S'])
    assert.doesNotMatch(text, prompt!);
});

test('a refusal is known with and without the executed tag', () => {
  const error = "<ERROR type='INVALID ARGUMENT' msg='value out of range'/>\r\n";
  for (const text of ['?cmd S>', `${error}S>`, `${error}<Executed/>\r\nS>`, `${error.toLowerCase()}S>`])
    assert.match(text, dialogue.rejected!, text);
  for (const text of ['<Executed/>\r\nS>', '</StatusData>\r\nS>', error]) assert.doesNotMatch(text, dialogue.rejected!);
});

test('whatever is not at rest logs', () => {
  const { command, autosample } = states();
  for (const [shown, resting] of [
    ['not logging', true],
    ['logging', false],
    ['waiting to start at 2026-01-01T00:00:00', false],
  ] as const) {
    const text = `<LoggingState>${shown}</LoggingState>`;
    assert.deepEqual([command.shows.test(text), autosample.shows.test(text)], [resting, !resting], shown);
  }
});
