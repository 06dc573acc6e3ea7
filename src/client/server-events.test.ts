import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseServerEvents, type ServerEvent } from './server-events.ts';

async function* pieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function parsed(text: string, size: number): Promise<ServerEvent[]> {
  const all: ServerEvent[] = [];
  for await (const event of parseServerEvents(pieces(text, size))) all.push(event);
  return all;
}

// The example of HTML Living Standard 9.2.6, with an event and an id.
const TEXT =
  ': test stream\n\ndata: YHOO\ndata: +2\ndata: 10\n\nevent: add\r\nid: 1\r\ndata:73857293\r\n\r\ndata\n\nid\ndata: last\n\ndata: cut';
const EXPECTED = [
  { event: 'message', data: 'YHOO\n+2\n10', id: undefined },
  { event: 'add', data: '73857293', id: '1' },
  { event: 'message', data: '', id: '1' },
  { event: 'message', data: 'last', id: '' },
];

test('a stream of events is read as the standard says, however it is cut', async () => {
  for (const size of [1, 2, 3, 7, 1000]) assert.deepEqual(await parsed(TEXT, size), EXPECTED, `pieces of ${size}`);
});
