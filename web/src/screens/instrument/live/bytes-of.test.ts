import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf } from './bytes-of.ts';

const time = '2026-07-01T12:00:00Z';

test('a sample leads to its place in the log, over its link', () => {
  const log = { day: '2026-07-01', offset: 512, length: 40 };
  assert.equal(bytesOf('ctd', { log, time }), '/i/ctd/transcript?at=2026-07-01%3A512');
  assert.equal(
    bytesOf('ctd', { log: { ...log, link: 'slave' }, time }),
    '/i/ctd/transcript?at=2026-07-01%3A512&link=slave',
  );
});

test('a sample whose place is not told leads to its time', () => {
  assert.equal(bytesOf('ctd', { time }), '/i/ctd/transcript?at=2026-07-01T12%3A00%3A00Z');
});
