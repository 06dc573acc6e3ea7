import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWanted, writeWanted } from './live-wanted.ts';

test('what is wanted live is text and back, with the instruments that each topic is wanted of', () => {
  const text = 'summary,alert,samples:ctd_12m+adcp';
  const wanted = readWanted(text);
  assert.equal(wanted.get('summary'), 'all');
  assert.deepEqual(wanted.get('samples'), new Set(['ctd_12m', 'adcp']));
  assert.equal(writeWanted(wanted), text);
});

test('a topic that is named twice is wanted of all that is named', () => {
  assert.deepEqual(readWanted('samples:a,samples:b').get('samples'), new Set(['a', 'b']));
  assert.equal(readWanted('samples:a,samples').get('samples'), 'all');
  assert.equal(readWanted('samples,samples:a').get('samples'), 'all');
  assert.equal(readWanted('').size, 0);
});
