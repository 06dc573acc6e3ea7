import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineBreak, pause } from '../../definition/send.ts';
import { ConnectionError, NotImplementedError, ProtocolError, TimeoutError } from '../../kit/errors.ts';
import { FakeClock } from '../../kit/fake-clock.ts';
import type { Exchange } from '../../model/driver-event.ts';
import type { Say } from '../host.ts';
import { TunnelledDialogue } from './tunnelled.ts';

/** A dialogue through a host that answers as it is told, and what was said to it. */
function scene(answer: Say) {
  const clock = new FakeClock('2026-03-01T12:00:00Z');
  const said: string[] = [];
  const exchanges: Exchange[] = [];
  const dialogue = new TunnelledDialogue({
    dialogue: { newline: '\r\n', rejected: /^\*.*/m },
    clock,
    say(text, signal) {
      said.push(text);
      return answer(text, signal);
    },
    onExchange: (exchange) => exchanges.push(exchange),
  });
  return { dialogue, clock, said, exchanges };
}

const command = 'ask';
const echo: Say = async (text) => `heard ${text}`;
const never: Say = (_, signal) =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

test('each text is said without a newline; the reply is the last one, and each is recorded', async () => {
  const { dialogue, said, exchanges } = scene(echo);
  const reply = await dialogue.runSteps([{ send: 'one' }, { send: 'two' }], { command });
  assert.deepEqual(said, ['one', 'two']);
  assert.equal(reply.text, 'heard two');
  assert.deepEqual(
    exchanges.map(({ sent, received, ended }) => [sent, received, ended]),
    [
      ['one', 'heard one', 'prompt'],
      ['two', 'heard two', 'prompt'],
    ],
  );
});

test('a step whose condition the reply before it does not meet is left out', async () => {
  const { dialogue, said } = scene(echo);
  const steps = [{ send: 'one' }, { send: 'two', when: /two/ }, { send: 'three', when: /one/ }];
  await dialogue.runSteps(steps, { command });
  assert.deepEqual(said, ['one', 'three']);
});

test('pauses between texts are kept', async () => {
  const { dialogue, clock, said } = scene(echo);
  const done = dialogue.exchange({ send: ['stop', pause('2 s'), 'stop'] }, { command });
  await clock.advance(1_999);
  assert.deepEqual(said, ['stop']);
  await clock.advance(1);
  await done;
  assert.deepEqual(said, ['stop', 'stop']);
});

test('a refusal is a ProtocolError with both texts', async () => {
  const { dialogue, exchanges } = scene(async () => '* ERROR SYNTAX');
  await assert.rejects(dialogue.exchange({ send: 'gte' }, { command }), (error) => {
    assert(error instanceof ProtocolError);
    assert.deepEqual([error.sent, error.reply], ['gte', '* ERROR SYNTAX']);
    return true;
  });
  assert.equal(exchanges[0]?.ended, 'rejected');
});

test('a time-out of the host is tried again as often as the command says', async () => {
  const { dialogue, said } = scene(async () => {
    throw new TimeoutError('the prompt', '10 s');
  });
  await assert.rejects(dialogue.exchange({ send: 'get' }, { command, retries: 2 }), TimeoutError);
  assert.deepEqual(said, ['get', 'get', 'get']);
});

test('what runs and what waits fails at once when the instrument is lost; afterwards it is spoken to again', async () => {
  let answer = never;
  const { dialogue, said, exchanges } = scene((text, signal) => answer(text, signal));
  const lost = new ConnectionError('lost');
  const running = assert.rejects(dialogue.exchange({ send: 'one' }, { command }), lost);
  const waiting = assert.rejects(dialogue.exchange({ send: 'two' }, { command }), lost);
  await new Promise(setImmediate);
  dialogue.lost(lost);
  await Promise.all([running, waiting]);
  assert.deepEqual(said, ['one']);
  assert.equal(exchanges[0]?.ended, 'aborted');
  answer = echo;
  assert.equal((await dialogue.exchange({ send: 'three' }, { command })).text, 'heard three');
  dialogue.close();
  await assert.rejects(dialogue.exchange({ send: 'four' }, { command }), ConnectionError);
});

test('there is no line to break', async () => {
  const { dialogue } = scene(echo);
  await assert.rejects(dialogue.exchange({ send: [lineBreak('1 s')] }, { command }), NotImplementedError);
});
