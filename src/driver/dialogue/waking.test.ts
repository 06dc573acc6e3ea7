import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TimeoutError } from '../../kit/errors.ts';
import { scene } from './test-scene.ts';

const ask = { command: 'ask' };
const sleepy = { wake: { send: '', tries: 3, wait: '1 s' }, sleepsAfter: '2 min' } as const;
const prompting = (piece: string): string => (piece === '\r\n' ? '\r\nS>' : 'ok\r\nS>');

test('an instrument of which nothing is known yet is woken first', async () => {
  const { dialogue, sent, clock, records } = scene(sleepy, prompting);
  assert.ok(dialogue.mayBeAsleep);
  assert.equal((await dialogue.exchange({ send: 'ds' }, ask)).text, 'ok\r\n');
  assert.deepEqual(sent, ['\r\n', 'ds\r\n']);
  assert.deepEqual(
    records.map(({ command }) => command),
    ['wake', 'ask'],
  );
  assert.equal(clock.pending, 0);
});

test('a command to an awake instrument is sent at once and costs one round trip', async () => {
  const { dialogue, sent, clock } = scene(sleepy, prompting);
  await dialogue.wake();
  await clock.advance(100_000);
  assert.ok(!dialogue.mayBeAsleep);
  await dialogue.exchange({ send: 'ds' }, ask);
  assert.deepEqual(sent, ['\r\n', 'ds\r\n']);
  assert.equal(clock.elapsed(), 100_000);
});

test('after as long a silence as it takes to fall asleep it is woken again', async () => {
  const { dialogue, sent, clock } = scene(sleepy, prompting);
  await dialogue.wake();
  await clock.advance(120_000);
  assert.ok(dialogue.mayBeAsleep);
  await dialogue.exchange({ send: 'ds' }, ask);
  assert.deepEqual(sent, ['\r\n', '\r\n', 'ds\r\n']);
});

test('samples that come by themselves show that it is awake', async () => {
  const { dialogue, comes, clock } = scene(sleepy, prompting);
  comes('#55.9044,41.40609, 572.170\r\n');
  assert.ok(!dialogue.mayBeAsleep);
  assert.equal(dialogue.lastTraffic, 0);
  await clock.advance(119_000);
  assert.ok(dialogue.mayBeAsleep);
});

test('it is tried several times, and answers to the earlier tries are not taken for the reply', async () => {
  const { dialogue, sent, clock, comes, sending } = scene(sleepy);
  const reply = dialogue.exchange({ send: 'ds' }, ask);
  await clock.advance(2000);
  assert.deepEqual(sent, ['\r\n', '\r\n', '\r\n']);
  comes('\r\nS>');
  await clock.advance(200);
  comes('\r\nS>');
  await clock.advance(300);
  await sending(4);
  comes('right\r\nS>');
  assert.equal((await reply).text, 'right\r\n');
  assert.equal(clock.pending, 0);
});

test('an instrument that does not wake is a TimeoutError that says how often it was tried', async () => {
  const { dialogue, sent, clock, records } = scene(sleepy);
  const waking = dialogue.wake();
  waking.catch(() => {});
  await clock.advance(3000);
  await assert.rejects(waking, (error) => error instanceof TimeoutError && /3 times, to wake it/.test(error.message));
  assert.equal(sent.length, 3);
  assert.deepEqual(
    records.map(({ ended }) => ended),
    ['timeout', 'timeout', 'timeout'],
  );
  assert.ok(dialogue.mayBeAsleep);
  assert.equal(clock.pending, 0);
});

test('a command that did not get an answer is tried again only after waking', async () => {
  let deaf = true;
  const { dialogue, sent, clock } = scene(sleepy, (piece) => {
    if (piece === '\r\n') return '\r\nS>';
    if (!deaf) return 'ok\r\nS>';
    deaf = false;
    return undefined;
  });
  await dialogue.wake();
  const reply = dialogue.exchange({ send: 'ds' }, { ...ask, retries: 1 });
  await clock.advance(5000);
  await clock.advance(1000);
  await clock.advance(1000);
  assert.equal((await reply).text, 'ok\r\n');
  assert.deepEqual(sent, ['\r\n', 'ds\r\n', '\r\n', 'ds\r\n']);
});

test('a refusal shows that it is awake', async () => {
  const { dialogue } = scene(sleepy, () => '\r\n?cmd S>');
  await dialogue.wake();
  assert.ok(!dialogue.mayBeAsleep);
});

test('it may be woken always or never', async () => {
  const { dialogue, sent } = scene(sleepy, prompting);
  await dialogue.exchange({ send: 'a' }, { ...ask, wakeFirst: false });
  await dialogue.exchange({ send: 'b' }, { ...ask, wakeFirst: true });
  assert.deepEqual(sent, ['a\r\n', '\r\n', 'b\r\n']);
});

test('in the middle of several steps it is not woken', async () => {
  const { dialogue, sent } = scene(sleepy, prompting);
  await dialogue.runSteps([{ send: 'a' }, { send: 'b' }], { ...ask, wakeFirst: true });
  assert.deepEqual(sent, ['\r\n', 'a\r\n', 'b\r\n']);
});

test('an instrument that never sleeps has nothing to wake', async () => {
  const { dialogue, sent } = scene({});
  assert.ok(!dialogue.mayBeAsleep);
  await dialogue.wake();
  assert.deepEqual(sent, []);
});

test('a wake may wait for an answer of its own', async () => {
  const wake = { send: [{ lineBreak: '300 ms' }], answer: /BREAK.*\r\n>/s } as const;
  const { dialogue, sent, comes, sending } = scene({ wake });
  const waking = dialogue.wake();
  await sending(1);
  comes('\r\nS>');
  comes('[BREAK Wakeup A]\r\n>');
  await waking;
  assert.deepEqual(sent, ['<300 ms>']);
});
