import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endsWith, nothing, prompt } from '../../definition/reply.ts';
import { lineBreak } from '../../definition/send.ts';
import { ConnectionError, ProtocolError, TimeoutError } from '../../kit/errors.ts';
import { type Scene, scene } from './test-scene.ts';

const ask = { command: 'ask' };
const LOST = new ConnectionError('the connection to 10.0.0.12:4001 was lost');

/** An exchange that was given up after 5 s without an answer. */
async function timedOut({ dialogue, clock }: Scene, send = 'slow'): Promise<void> {
  const reply = dialogue.exchange({ send }, ask);
  reply.catch(() => {});
  await clock.advance(5000);
  await assert.rejects(reply, TimeoutError);
}

/** The exchange, and what it is once the clock goes on. */
function begun({ dialogue }: Scene, send: string): Promise<string> {
  const text = dialogue.exchange({ send }, ask).then((reply) => reply.text);
  text.catch(() => {});
  return text;
}

test('a late reply that is over before the next command is sent is not taken for its reply', async () => {
  const place = scene();
  await timedOut(place);
  place.comes('late\r\nS>');
  const next = begun(place, 'ds');
  await place.sending(2);
  place.comes('right\r\nS>');
  assert.equal(await next, 'right\r\n');
  assert.equal(place.clock.pending, 0);
});

test('a late reply is waited for as long as it comes', async () => {
  const place = scene();
  await timedOut(place);
  const next = begun(place, 'ds');
  await place.clock.advance(200);
  place.comes('late, first');
  await place.clock.advance(200);
  place.comes(' and last\r\n');
  assert.equal(place.sent.length, 1);
  place.comes('S>');
  await place.sending(2);
  place.comes('right\r\nS>');
  assert.equal(await next, 'right\r\n');
});

test('a late reply that comes after the next command is told by its missing echo', async () => {
  const place = scene({ echo: 'remove' });
  await timedOut(place);
  const next = begun(place, 'ds');
  await place.clock.advance(300);
  assert.equal(place.sent.length, 2);
  place.comes('slow\r\nlate\r\nS>');
  await place.clock.advance(1000);
  place.comes('ds\r\nright\r\nS>');
  assert.equal(await next, 'right\r\n');
});

test('without echoes the last reply of a burst counts after an exchange that was given up', async () => {
  const place = scene();
  await timedOut(place);
  const next = begun(place, 'ds');
  await place.clock.advance(300);
  place.comes('late\r\nS>');
  await place.clock.advance(100);
  place.comes('right\r\nS>');
  await place.clock.advance(300);
  assert.equal(await next, 'right\r\n');
  assert.equal(place.clock.pending, 0);
});

test('what follows the last reply of a burst without an end does not take its place', async () => {
  const place = scene();
  await timedOut(place);
  const next = begun(place, 'ds');
  await place.clock.advance(300);
  place.comes('right\r\nS>');
  await place.clock.advance(100);
  place.comes('#55.90');
  await place.clock.advance(300);
  assert.equal(await next, 'right\r\n');
});

test('after one exchange that went well there is nothing to wait for any more', async () => {
  const place = scene();
  await timedOut(place);
  const next = begun(place, 'ds');
  await place.clock.advance(300);
  place.comes('right\r\nS>');
  await place.clock.advance(300);
  await next;
  const third = begun(place, 'dc');
  await place.sending(3);
  place.comes('third\r\nS>');
  assert.equal(await third, 'third\r\n');
  assert.equal(place.clock.pending, 0);
});

test('an instrument that never stops sending delays the next command by no more than 3 s', async () => {
  const place = scene();
  await timedOut(place);
  const next = begun(place, 'ds');
  for (let i = 0; i < 31; i++) {
    place.comes('noise ');
    await place.clock.advance(100);
  }
  assert.equal(place.sent.length, 2);
  place.dialogue.close();
  await assert.rejects(next, ConnectionError);
});

test('an aborted exchange fails with the reason at once, and leaves no timer', async () => {
  const place = scene();
  const controller = new AbortController();
  const reply = place.dialogue.exchange({ send: 'tt' }, { ...ask, signal: controller.signal });
  reply.catch(() => {});
  await place.sending(1);
  place.comes('1.0\r\n');
  const reason = new Error('changed my mind');
  controller.abort(reason);
  await assert.rejects(reply, (error) => error === reason);
  assert.equal(place.records[0]?.ended, 'aborted');
  assert.equal(place.records[0]?.received, '1.0\\r\\n');
  assert.equal(place.clock.pending, 0);
});

test('an exchange that waits for its turn is cancelled without being sent', async () => {
  const place = scene();
  const controller = new AbortController();
  const first = begun(place, 'a');
  const second = place.dialogue.exchange({ send: 'b' }, { ...ask, signal: controller.signal });
  const third = begun(place, 'c');
  second.catch(() => {});
  await place.sending(1);
  const reason = new Error('no longer needed');
  controller.abort(reason);
  await assert.rejects(second, (error) => error === reason);
  place.comes('S>');
  await first;
  await place.sending(2);
  place.comes('S>');
  await third;
  assert.deepEqual(place.sent, ['a\r\n', 'c\r\n']);
  assert.equal(place.records.length, 2);
});

test('a signal that is aborted already sends nothing', async () => {
  const place = scene();
  const signal = AbortSignal.abort(new Error('too late'));
  await assert.rejects(place.dialogue.exchange({ send: 'a' }, { ...ask, signal }), /too late/);
  assert.deepEqual(place.sent, []);
});

test('a line that was typed only in part is spoiled and ended before the next command', async () => {
  const place = scene({ pace: '200 ms' });
  const controller = new AbortController();
  const first = place.dialogue.exchange({ send: 'startnow' }, { ...ask, signal: controller.signal });
  first.catch(() => {});
  await place.clock.advance(800);
  controller.abort(new Error('stop'));
  await assert.rejects(first, /stop/);
  assert.equal(place.sent.join(''), 'start');
  const next = begun(place, 'ds');
  await place.clock.advance(400);
  assert.equal(place.sent.join(''), 'start~\r\n');
  place.comes('?cmd S>');
  await place.clock.advance(300);
  await place.clock.advance(600);
  assert.equal(place.sent.join(''), 'start~\r\nds\r\n');
  place.comes('right\r\nS>');
  await place.clock.advance(300);
  assert.equal(await next, 'right\r\n');
  assert.deepEqual(
    place.records.map(({ command }) => command),
    ['ask', 'spoil line', 'ask'],
  );
});

test('what breaks a command off is sent at once, and its reply is the end of both', async () => {
  const place = scene();
  const controller = new AbortController();
  const test = place.dialogue.exchange({ send: 'tt' }, { ...ask, signal: controller.signal });
  test.catch(() => {});
  await place.sending(1);
  place.comes('1.0\r\n1.1\r\n');
  controller.abort(new Error('enough'));
  await assert.rejects(test, /enough/);
  const breakingOff = place.dialogue.exchange({ send: Uint8Array.of(0x1b) }, { command: 'abort', urgent: true });
  await place.sending(2);
  place.comes('1.2\r\nS>');
  await breakingOff;
  const next = begun(place, 'ds');
  await place.sending(3);
  place.comes('right\r\nS>');
  assert.equal(await next, 'right\r\n');
  assert.equal(place.clock.pending, 0);
});

test('a lost connection fails the running exchange and all that wait, at once', async () => {
  const place = scene();
  const all = ['a', 'b', 'c'].map((send) => begun(place, send));
  await place.sending(1);
  place.comes('half of');
  place.dialogue.lost(LOST);
  for (const text of all) await assert.rejects(text, (error) => error === LOST);
  assert.deepEqual(place.sent, ['a\r\n']);
  assert.equal(place.records[0]?.ended, 'lost');
  assert.equal(place.clock.pending, 0);
});

test('a lost connection is noticed while the command is typed, and while a leftover is waited for', async () => {
  const typing = scene({ pace: '200 ms' });
  const half = begun(typing, 'startnow');
  await typing.clock.advance(300);
  typing.dialogue.lost(LOST);
  await assert.rejects(half, ConnectionError);
  const draining = scene();
  await timedOut(draining);
  const next = begun(draining, 'ds');
  await draining.clock.advance(100);
  draining.dialogue.lost(LOST);
  await assert.rejects(next, ConnectionError);
  assert.equal(typing.clock.pending + draining.clock.pending, 0);
});

test('after a lost connection the dialogue goes on with the next one', async () => {
  const place = scene();
  const first = begun(place, 'a');
  await place.sending(1);
  place.dialogue.lost(LOST);
  await assert.rejects(first, ConnectionError);
  const next = begun(place, 'b');
  await place.sending(2);
  place.comes('b\r\nS>');
  await place.clock.advance(300);
  assert.equal(await next, 'b\r\n');
});

test('a break on the line is believed after a lost connection, though nothing of it can come back', async () => {
  const place = scene({ echo: 'remove' });
  place.dialogue.lost(LOST);
  const reply = place.dialogue.exchange({ send: [lineBreak('1 s')] }, ask);
  await place.sending(1);
  place.comes('[BREAK]\r\nS>');
  await place.clock.advance(300);
  assert.equal((await reply).text, '[BREAK]\r\n');
  assert.equal(place.clock.pending, 0);
});

test('a link that fails to send fails the exchange with its error', async () => {
  const place = scene({}, undefined, { send: () => Promise.reject(LOST) });
  await assert.rejects(place.dialogue.exchange({ send: 'a' }, ask), (error) => error === LOST);
  assert.equal(place.records[0]?.ended, 'lost');
});

test('a closed dialogue refuses all that comes after', async () => {
  const place = scene();
  const running = begun(place, 'a');
  await place.sending(1);
  place.dialogue.close();
  await assert.rejects(running, ConnectionError);
  await assert.rejects(place.dialogue.exchange({ send: 'b' }, ask), ConnectionError);
  assert.equal(place.clock.pending, 0);
});

test('exchanges run one at a time, in order of arrival', async () => {
  const place = scene();
  const replies = ['a', 'b', 'c'].map((send) => begun(place, send));
  for (const [i, name] of ['a', 'b', 'c'].entries()) {
    await place.sending(i + 1);
    assert.equal(place.sent.length, i + 1);
    place.comes(`${name}!\r\nS>`);
  }
  assert.deepEqual(await Promise.all(replies), ['a!\r\n', 'b!\r\n', 'c!\r\n']);
});

test('a refusal leaves nothing behind for the next exchange', async () => {
  const place = scene({ newline: '', prompt: /\x06\x06$/, rejected: /\x15\x15$/ });
  const refused = place.dialogue.exchange({ send: 'XX', until: prompt }, ask);
  refused.catch(() => {});
  await place.sending(1);
  place.comes('\x15\x15');
  await assert.rejects(refused, ProtocolError);
  const next = place.dialogue.exchange({ send: 'RC', until: endsWith([6, 6], { after: 6 }) }, ask);
  await place.sending(2);
  place.comes('abcdef\x06\x06');
  assert.equal((await next).text, 'abcdef\x06\x06');
});

test('what comes while nothing is awaited is no part of the next reply', async () => {
  const place = scene();
  await place.dialogue.exchange({ send: 'go', until: nothing }, ask);
  place.comes('going\r\nS>');
  const next = begun(place, 'ds');
  await place.sending(2);
  place.comes('right\r\nS>');
  assert.equal(await next, 'right\r\n');
});
