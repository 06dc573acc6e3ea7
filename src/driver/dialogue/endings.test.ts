import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endsWith, nothing, pattern, sampleOf, silence } from '../../definition/reply.ts';
import { ProtocolError, TimeoutError } from '../../kit/errors.ts';
import { scene } from './test-scene.ts';

const SIZES = [1, 2, 3, 5, 7, 16, 64, 1000];
const SAMPLE = '#55.9044,41.40609, 572.170\r\n';
const ask = { command: 'ask' };

test('a reply ends at the prompt, at every chunk size, and does not hold it', async () => {
  for (const size of SIZES) {
    const { dialogue, comes, sending, clock } = scene();
    const reply = dialogue.exchange({ send: 'ds' }, ask);
    await sending(1);
    comes('interval = 5\r\nsalinity off\r\nS>', size);
    assert.equal((await reply).text, 'interval = 5\r\nsalinity off\r\n');
    assert.equal(clock.pending, 0);
  }
});

test('a prompt inside what comes at once does not end the reply', async () => {
  const { dialogue, comes, sending } = scene();
  const reply = dialogue.exchange({ send: 'ds' }, ask);
  await sending(1);
  comes('the prompt is S> and more follows');
  comes('\r\nS>');
  assert.equal((await reply).text, 'the prompt is S> and more follows\r\n');
});

test('a prompt pattern that does not ask for the end is still only found there', async () => {
  const { dialogue, comes, sending } = scene({ prompt: /S>/m });
  const reply = dialogue.exchange({ send: 'ds' }, ask);
  await sending(1);
  comes('a S> b\r\nS>\r\n more');
  comes(' S>');
  assert.equal((await reply).text, 'a S> b\r\nS>\r\n more ');
});

test('a reply ends at a pattern anywhere in what came, at every chunk size', async () => {
  for (const size of SIZES) {
    const { dialogue, comes, sending } = scene();
    const reply = dialogue.exchange({ send: 'startnow', until: pattern(/start now\r\n/) }, ask);
    await sending(1);
    comes(`${'x'.repeat(10_000)}\r\nstart now\r\n`, size);
    assert.match((await reply).text, /^x+\r\nstart now\r\n$/);
  }
});

test('an anchor in a pattern does not take the middle of a long reply for its beginning', async () => {
  const { dialogue, comes, sending } = scene();
  const reply = dialogue.exchange({ send: 'x', until: pattern(/^\d|^done$/m) }, ask);
  await sending(1);
  comes('a'.repeat(100));
  for (let i = 0; i < 100; i++) comes('1'.repeat(97));
  comes('\r\ndone');
  assert.match((await reply).text, /^a+1+\r\ndone$/);
});

test('a reply ends at an acknowledgement, but not at one that its payload holds', async () => {
  const payload = '\x06\x06ab\x06\x06cd\x06\x06';
  for (const size of SIZES) {
    const { dialogue, comes, sending } = scene({ newline: '' });
    const reply = dialogue.exchange({ send: 'GC', until: endsWith([6, 6], { after: payload.length }) }, ask);
    await sending(1);
    comes(`${payload}\x06\x06`, size);
    assert.equal((await reply).text, `${payload}\x06\x06`);
  }
});

test('a reply ends with a sample of the stream that is awaited, and holds it', async () => {
  for (const size of SIZES) {
    const { dialogue, comes, sending, records } = scene();
    const reply = dialogue.exchange({ send: 'ts', until: sampleOf('ctd') }, ask);
    await sending(1);
    comes(SAMPLE, size);
    assert.equal((await reply).text, SAMPLE);
    assert.equal(records[0]?.ended, 'frame');
  }
});

test('a sample that was begun before the command was sent does not answer it', async () => {
  const { dialogue, comes, sending, clock } = scene();
  comes('#55.90');
  const reply = dialogue.exchange({ send: 'ts', until: sampleOf('ctd') }, ask);
  reply.catch(() => {});
  await sending(1);
  comes('44,41.40609, 572.170\r\n');
  await clock.advance(5000);
  await assert.rejects(reply, TimeoutError);
});

test('a reply ends after a silence, and not before something came', async () => {
  const { dialogue, comes, sending, clock } = scene();
  const reply = dialogue.exchange({ send: 'list', until: silence('500 ms'), timeout: '60 s' }, ask);
  await sending(1);
  await clock.advance(10_000);
  comes('one\r\n');
  await clock.advance(499);
  comes('two\r\n');
  await clock.advance(499);
  comes('three\r\n');
  await clock.advance(500);
  assert.equal((await reply).text, 'one\r\ntwo\r\nthree\r\n');
  assert.equal(clock.pending, 0);
});

test('an echo alone is an answer: after it a silence ends the reply, whatever samples follow', async () => {
  const { dialogue, comes, sending, clock } = scene({ echo: 'remove' });
  const reply = dialogue.exchange({ send: 'go', until: silence('500 ms'), timeout: '60 s' }, ask);
  await sending(1);
  await clock.advance(10_000);
  comes('go\r\n');
  await clock.advance(300);
  comes(SAMPLE);
  await clock.advance(200);
  assert.equal((await reply).text, '');
  assert.equal(clock.pending, 0);
});

test('samples in between do not break a silence, however they are cut', async () => {
  const { dialogue, comes, sending, clock } = scene();
  const reply = dialogue.exchange({ send: 'list', until: silence('500 ms'), timeout: '60 s' }, ask);
  await sending(1);
  comes('one\r\n');
  for (let i = 0; i < 2; i++) {
    await clock.advance(200);
    comes(SAMPLE.slice(0, 11));
    comes(SAMPLE.slice(11, 20));
    await clock.advance(40);
    comes(SAMPLE.slice(20));
  }
  await clock.advance(20);
  assert.equal((await reply).text, 'one\r\n');
});

test('where no reply is awaited it is over when it is sent', async () => {
  const { dialogue, records, clock } = scene();
  assert.equal((await dialogue.exchange({ send: 'go', until: nothing }, ask)).text, '');
  assert.equal(records[0]?.ended, 'nothing awaited');
  assert.equal(clock.pending, 0);
});

test('samples in between are no part of the reply, at every chunk size', async () => {
  for (const size of SIZES) {
    const { dialogue, comes, sending } = scene();
    const reply = dialogue.exchange({ send: 'ds' }, ask);
    await sending(1);
    comes(`${SAMPLE}interval = 5\r\n${SAMPLE}${SAMPLE}salinity off\r\nS>${SAMPLE}`, size);
    assert.equal((await reply).text, 'interval = 5\r\nsalinity off\r\n');
  }
});

test('the rest of a sample that was begun before the command is no part of the reply', async () => {
  const { dialogue, comes, sending } = scene();
  comes('#55.9044,41.4');
  const reply = dialogue.exchange({ send: 'ds' }, ask);
  await sending(1);
  comes('0609, 572.170\r\ninterval = 5\r\nS>', 4);
  assert.equal((await reply).text, 'interval = 5\r\n');
});

test('a sample that the command yields stays in its reply', async () => {
  const { dialogue, comes, sending } = scene();
  const reply = dialogue.exchange({ send: 'ts' }, { ...ask, yields: ['ctd'] });
  await sending(1);
  comes(`${SAMPLE}S>`);
  assert.equal((await reply).text, SAMPLE);
});

test('a refusal is a ProtocolError with both texts, at every chunk size', async () => {
  for (const size of SIZES) {
    const { dialogue, comes, sending, records } = scene();
    const reply = dialogue.exchange({ send: 'INTERVAL=x' }, ask);
    reply.catch(() => {});
    await sending(1);
    comes('\r\n?cmd S>', size);
    await assert.rejects(reply, (error) => {
      assert.ok(error instanceof ProtocolError);
      assert.equal(error.sent, 'INTERVAL=x');
      assert.match(error.reply, /\?cmd S>/);
      return true;
    });
    assert.equal(records[0]?.ended, 'rejected');
  }
});

test('bytes that look like a refusal are none inside a binary reply', async () => {
  for (const size of SIZES) {
    const { dialogue, comes, sending } = scene({ newline: '', rejected: /\x15\x15$/ });
    const reply = dialogue.exchange({ send: 'GP', until: endsWith([6, 6], { after: 8 }) }, ask);
    await sending(1);
    comes('abcdef\x15\x15\x06\x06', size);
    assert.equal((await reply).text, 'abcdef\x15\x15\x06\x06');
  }
});

test('an instrument that says it was asleep is sent the command again, once', async () => {
  const nack = '\x15\x15';
  for (const size of SIZES) {
    const asleep = { newline: '', rejected: /\x15\x15$/, woken: /(\x15\x15){6}$/ };
    const { dialogue, comes, sending, sent, records } = scene(asleep);
    const reply = dialogue.exchange({ send: 'RC', until: endsWith([6, 6], { after: 6 }) }, ask);
    await sending(1);
    comes(nack.repeat(6), size);
    await sending(2);
    comes('\x09\x07\x02\x11\x10\x12\x06\x06', size);
    assert.equal((await reply).bytes.length, 8);
    assert.deepEqual(sent, ['RC', 'RC']);
    assert.equal(records.length, 1);
  }
});

test('a refusal that is not the beginning of having been asleep is one after a moment', async () => {
  const { dialogue, comes, sending, clock } = scene({
    newline: '',
    rejected: /\x15\x15$/,
    woken: /(\x15\x15){6}$/,
  });
  const reply = dialogue.exchange({ send: 'XX', until: endsWith([6, 6]) }, ask);
  reply.catch(() => {});
  await sending(1);
  comes('\x15\x15');
  await clock.advance(300);
  await assert.rejects(reply, ProtocolError);
});

test('a time-out says what was awaited and what came', async () => {
  const { dialogue, comes, sending, clock, records } = scene();
  const reply = dialogue.exchange({ send: 'ds', timeout: '2 s' }, ask);
  reply.catch(() => {});
  await sending(1);
  comes('half of the re');
  await clock.advance(1999);
  assert.equal(records.length, 0);
  await clock.advance(1);
  await assert.rejects(reply, (error) => {
    assert.ok(error instanceof TimeoutError);
    assert.match(error.message, /waited 2 s for the prompt .* after 'ds'; received 'half of the re'/);
    return true;
  });
  assert.equal(records[0]?.ended, 'timeout');
  assert.equal(clock.pending, 0);
});

test('a reply without end is given up at its longest length', async () => {
  const { dialogue, comes, sending, clock, records } = scene({}, undefined, { longestReply: 10_000 });
  const reply = dialogue.exchange({ send: 'dump' }, ask);
  reply.catch(() => {});
  await sending(1);
  for (let i = 0; i < 20; i++) comes('x'.repeat(1000));
  await assert.rejects(reply, /no end in 11000 bytes: sent 'dump'/);
  assert.equal(records[0]?.ended, 'aborted');
  const next = dialogue.exchange({ send: 'ds' }, ask);
  await clock.advance(200);
  comes('x'.repeat(20_000));
  await clock.advance(200);
  comes('the end\r\nS>');
  await sending(2);
  comes('right\r\nS>');
  assert.equal((await next).text, 'right\r\n');
});

test('every exchange is one record', async () => {
  const { dialogue, clock, records, comes, sending } = scene();
  const reply = dialogue.exchange({ send: 'ds' }, { command: 'acquire_status' });
  await sending(1);
  await clock.advance(120);
  comes('ok\r\nS>');
  await reply;
  assert.deepEqual(records, [
    { command: 'acquire_status', sent: 'ds\\r\\n', received: 'ok\\r\\nS>', ended: 'prompt', milliseconds: 120 },
  ]);
});

test('progress is told in whole lines', async () => {
  const { dialogue, comes, sending } = scene({ echo: 'remove' });
  const heard: string[] = [];
  const reply = dialogue.exchange({ send: 'tt' }, { ...ask, onReceived: (text) => heard.push(text) });
  await sending(1);
  comes('tt\r\n1.0\r\n2.0\r\n3.0\r\nS>', 4);
  await reply;
  assert.equal(heard.join(''), '1.0\r\n2.0\r\n3.0\r\n');
  assert.ok(heard.every((text) => text.endsWith('\n')));
});

test('steps run with nothing in between, and only where the reply before them matches', async () => {
  const { dialogue, sent } = scene({}, (piece) => (piece.startsWith('a') ? 'Confirm:\r\nS>' : 'done\r\nS>'));
  const both = dialogue.runSteps([{ send: 'a' }, { send: 'b', when: /Confirm/ }, { send: 'c', when: /Confirm/ }], ask);
  const other = dialogue.exchange({ send: 'd' }, ask);
  assert.equal((await both).text, 'done\r\n');
  await other;
  assert.deepEqual(sent, ['a\r\n', 'b\r\n', 'd\r\n']);
});

test('a command that must be sent twice is, and the second reply counts', async () => {
  let times = 0;
  const { dialogue, sent } = scene({}, () => `${++times}\r\nS>`);
  assert.equal((await dialogue.exchange({ send: 'RESET' }, { ...ask, times: 2 })).text, '2\r\n');
  assert.equal(sent.length, 2);
});

test('after a time-out it is tried again as often as it may be', async () => {
  const { dialogue, sent, clock, sending } = scene({}, () => undefined);
  const reply = dialogue.exchange({ send: 'ds' }, { ...ask, retries: 2 });
  reply.catch(() => {});
  for (let tries = 1; tries <= 3; tries++) {
    await sending(tries);
    await clock.advance(5300);
  }
  await assert.rejects(reply, TimeoutError);
  assert.equal(sent.length, 3);
  assert.equal(clock.pending, 0);
});

test('pauses and breaks stand between what is sent', async () => {
  const { dialogue, sent, clock, comes } = scene();
  const reply = dialogue.exchange({ send: ['@@@', { pause: '100 ms' }, 'K1W', { lineBreak: '250 ms' }] }, ask);
  await clock.advance(99);
  assert.deepEqual(sent, ['@@@']);
  await clock.advance(1);
  assert.deepEqual(sent, ['@@@', 'K1W', '<250 ms>']);
  comes('S>');
  await reply;
});

test('a signal that aborts with an error of its own is not taken for a time-out', async () => {
  const { dialogue, sending, records, sent } = scene();
  const controller = new AbortController();
  const reply = dialogue.exchange({ send: 'ds' }, { ...ask, signal: controller.signal, retries: 3 });
  reply.catch(() => {});
  await sending(1);
  const reason = new TimeoutError('the caller', '1 s');
  controller.abort(reason);
  await assert.rejects(reply, (error) => error === reason);
  assert.equal(records[0]?.ended, 'aborted');
  assert.equal(sent.length, 1);
});
