import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sseParser } from './sse.ts';

const STREAM =
  ': hello\n\nid: 7\nevent: summary\ndata: {"id":"ctd"}\n\ndata: one\ndata: two\r\n\r\nevent: beat\ndata:\n\nid: 9\ndata: last\n';

test('a stream is cut into messages; comments are passed over, and what has no end yet waits', () => {
  assert.deepEqual(sseParser()(STREAM), [
    { event: 'summary', data: '{"id":"ctd"}', id: '7' },
    { event: 'message', data: 'one\ntwo', id: undefined },
    { event: 'beat', data: '', id: undefined },
  ]);
});

test('however a stream is cut into pieces, the messages are the same', () => {
  const whole = sseParser()(`${STREAM}\n`);
  assert.equal(whole.length, 4);
  for (let size = 1; size < 20; size++) {
    const parse = sseParser();
    const found = [];
    for (let at = 0; at < STREAM.length + 1; at += size) found.push(...parse(`${STREAM}\n`.slice(at, at + size)));
    assert.deepEqual(found, whole, `in pieces of ${size}`);
  }
});
