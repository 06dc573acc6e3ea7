import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleOf, silence } from '../../definition/reply.ts';
import { ProtocolError, TimeoutError } from '../../kit/errors.ts';
import { scene } from './test-scene.ts';

const ask = { command: 'ask' };
const SIZES = [1, 2, 3, 5, 7, 16, 64, 1000];
const SAMPLE = '#55.9044,41.40609, 572.170\r\n';

const ECHOES: Readonly<Record<string, string>> = {
  'as it was typed': 'ds\r\n',
  'with a NUL after each character': 'd\0s\0\r\0\n\0',
  'ended otherwise': 'ds\n\r\n',
  'after the prompt of before': '\r\nS>ds\r\n',
  'around samples': `d${SAMPLE}s\r\n`,
  'in capitals': 'DS\r\n',
};

for (const [how, echo] of Object.entries(ECHOES)) {
  test(`the echo ${how} is no part of the reply`, async () => {
    for (const size of SIZES) {
      const { dialogue, comes, sending, clock } = scene({ echo: 'remove' });
      const reply = dialogue.exchange({ send: 'ds' }, ask);
      await sending(1);
      comes(`${echo}interval = 5\r\nS>`, size);
      assert.equal((await reply).text, 'interval = 5\r\n');
      assert.equal(clock.pending, 0);
    }
  });
}

test('what only looks like the echo in the middle of a word is not taken for it', async () => {
  const { dialogue, comes, sending, clock } = scene({ echo: 'remove' });
  const reply = dialogue.exchange({ send: 'ts' }, ask);
  await sending(1);
  comes('12 counts\r\n13 volts\r\nS>');
  await clock.advance(300);
  assert.equal((await reply).text, '12 counts\r\n13 volts\r\n');
});

test('an instrument that does not echo as it should is still understood, after a moment', async () => {
  const { dialogue, comes, sending, clock } = scene({ echo: 'remove' });
  const reply = dialogue.exchange({ send: 'ds' }, ask);
  await sending(1);
  comes('interval = 5\r\nS>');
  await clock.advance(300);
  assert.equal((await reply).text, 'interval = 5\r\n');
  assert.equal(clock.pending, 0);
});

test('a sample that came without the echo of its command is not forgotten for what follows it', async () => {
  const { dialogue, comes, sending, clock } = scene({ echo: 'remove' });
  const reply = dialogue.exchange({ send: 'ts', until: sampleOf('ctd') }, ask);
  await sending(1);
  comes(SAMPLE);
  comes('S>');
  await clock.advance(300);
  assert.equal((await reply).text, `${SAMPLE}S>`);
});

test('what is typed is verified also where a silence ends the reply', async () => {
  const { dialogue, comes, sending, clock } = scene({ echo: 'verify' });
  const reply = dialogue.exchange({ send: 'list', until: silence('1 s') }, ask);
  reply.catch(() => {});
  await sending(1);
  comes('lust\r\none\r\n');
  await clock.advance(1000);
  await assert.rejects(reply, ProtocolError);
});

test('a prompt that was still on its way does not end the reply before the echo comes', async () => {
  const { dialogue, comes, sending, clock } = scene({ echo: 'remove' });
  const reply = dialogue.exchange({ send: 'ds' }, ask);
  await sending(1);
  comes('\r\nS>');
  await clock.advance(100);
  comes('ds\r\ninterval = 5\r\nS>');
  assert.equal((await reply).text, 'interval = 5\r\n');
});

test('an echo that differs is a ProtocolError where it is verified', async () => {
  for (const [echo, right] of [
    ['INTERVAL=50\r\n', true],
    ['INTERVAL=5?\r\n', false],
    ['interval=50\r\n', false],
    ['', false],
  ] as const) {
    const { dialogue, comes, sending, clock } = scene({ echo: 'verify' });
    const reply = dialogue.exchange({ send: 'INTERVAL=50' }, ask);
    reply.catch(() => {});
    await sending(1);
    comes(`${echo}S>`);
    await clock.advance(300);
    if (right) assert.equal((await reply).text, '');
    else await assert.rejects(reply, (error) => error instanceof ProtocolError && error.sent === 'INTERVAL=50');
  }
});

test('each line of a batch is taken out where it comes back', async () => {
  const { dialogue, comes, sending } = scene({ echo: 'remove' });
  const reply = dialogue.exchange({ send: ['a1\r\n', 'b2\r\n'] }, ask);
  await sending(2);
  comes('a1\r\nfirst\r\nb2\r\nsecond\r\nS>', 3);
  assert.equal((await reply).text, 'first\r\nsecond\r\n');
});

test('characters that mean something in a pattern are echoed as they are', async () => {
  const { dialogue, comes, sending } = scene({ echo: 'verify' });
  const reply = dialogue.exchange({ send: '$A+[1]*(2)?\\^-|{3}.' }, ask);
  await sending(1);
  comes('$A+[1]*(2)?\\^-|{3}.\r\nok\r\nS>');
  assert.equal((await reply).text, 'ok\r\n');
});

test('with a pace the characters go out one by one, so far apart', async () => {
  const { dialogue, sent, clock, comes } = scene({ pace: '200 ms', newline: '\r' });
  const reply = dialogue.exchange({ send: 'ds' }, ask);
  await clock.advance(0);
  assert.deepEqual(sent, ['d']);
  await clock.advance(199);
  assert.deepEqual(sent, ['d']);
  await clock.advance(1);
  assert.deepEqual(sent, ['d', 's']);
  await clock.advance(200);
  assert.deepEqual(sent, ['d', 's', '\r']);
  comes('ok\r\nS>');
  assert.equal((await reply).text, 'ok\r\n');
});

test('paced by echo, each character waits for the one before to come back', async () => {
  const { dialogue, sent, clock, comes, sending } = scene({ pace: 'echo', echo: 'verify' });
  const reply = dialogue.exchange({ send: 'ds' }, ask);
  await sending(1);
  await clock.advance(1000);
  assert.deepEqual(sent, ['d']);
  comes('d');
  await sending(2);
  comes('s');
  await sending(4);
  comes('\r\nok\r\nS>');
  assert.equal((await reply).text, 'ok\r\n');
  assert.equal(clock.pending, 0);
});

test('an echo that comes before the link says that the character is gone is not missed', async () => {
  const { dialogue, sent, clock } = scene({ pace: 'echo', echo: 'verify' }, (piece) =>
    piece === '\n' ? '\r\nok\r\nS>' : piece === '\r' ? undefined : piece,
  );
  assert.equal((await dialogue.exchange({ send: 'version' }, ask)).text, 'ok\r\n');
  assert.equal(sent.join(''), 'version\r\n');
  assert.equal(clock.pending, 0);
});

test('an echo that does not come is a time-out that names the character', async () => {
  const { dialogue, sending, clock, records } = scene({ pace: 'echo', echo: 'remove', timeout: '2 s' });
  const reply = dialogue.exchange({ send: 'ds' }, ask);
  reply.catch(() => {});
  await sending(1);
  await clock.advance(2000);
  await assert.rejects(reply, (error) => error instanceof TimeoutError && /the echo of 'd'/.test(error.message));
  assert.equal(records[0]?.ended, 'timeout');
  assert.equal(records[0]?.sent, 'd');
});

test('a link that takes nothing is a time-out too', async () => {
  const stuck = { send: () => new Promise<void>(() => {}) };
  const { dialogue, clock } = scene({ timeout: '2 s' }, undefined, stuck);
  const reply = dialogue.exchange({ send: 'ds' }, ask);
  reply.catch(() => {});
  await clock.advance(2000);
  await assert.rejects(reply, /waited 2 s for the link to take what is sent/);
  assert.equal(clock.pending, 0);
});
