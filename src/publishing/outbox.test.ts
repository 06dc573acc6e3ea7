import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Message, Outbox } from './outbox.ts';

const textOf = ({ topic, payload, retain }: Message): string => `${topic}=${payload}${retain ? ' kept' : ''}`;
const taken = (outbox: Outbox, most = 100): string[] => outbox.take(most).map(textOf);

test('of what is retained the last counts, and what stands already is not sent again', () => {
  const outbox = new Outbox();
  outbox.retain('a', '1');
  outbox.retain('a', '2');
  outbox.push('b', 'x');
  assert.deepEqual(taken(outbox), ['a=2 kept', 'b=x']);
  outbox.retain('a', '2');
  assert.deepEqual(taken(outbox), []);
  outbox.sendRetainedAgain();
  assert.deepEqual(taken(outbox), ['a=2 kept']);
});

test('what is taken away is told once, and not again to a broker that has begun anew', () => {
  const outbox = new Outbox();
  outbox.retain('a', '1');
  outbox.take(1);
  outbox.retain('a', '');
  assert.deepEqual(taken(outbox), ['a= kept']);
  outbox.sendRetainedAgain();
  assert.deepEqual(taken(outbox), []);
});

test('what is put back comes first, in its order, but not before what stands in its place', () => {
  const outbox = new Outbox();
  for (const payload of ['1', '2', '3']) outbox.push('b', payload);
  outbox.retain('a', 'old');
  const first = outbox.take(3);
  outbox.retain('a', 'new');
  outbox.putBack(first);
  assert.deepEqual(taken(outbox), ['a=new kept', 'b=1', 'b=2', 'b=3']);
});

test('what was taken away and may not have arrived is taken away again', () => {
  const outbox = new Outbox();
  outbox.retain('a', '1');
  outbox.take(1);
  outbox.retain('a', '');
  outbox.putBack(outbox.take(1));
  assert.deepEqual(taken(outbox), ['a= kept']);
});

test('the oldest make room, for messages and for bytes, and are counted', () => {
  const few = new Outbox({ messages: 2, bytes: 1000 });
  for (const payload of ['1', '2', '3', '4']) few.push('b', payload);
  assert.deepEqual(taken(few), ['b=3', 'b=4']);
  assert.equal(few.takeDropped(), 2);
  assert.equal(few.takeDropped(), 0);
  const small = new Outbox({ messages: 100, bytes: 10 });
  small.push('b', '12345');
  small.push('b', '1234');
  assert.deepEqual(taken(small), ['b=1234']);
  small.push('b', 'x'.repeat(20));
  assert.equal(small.length, 0, 'what is larger than the whole is dropped');
  assert.equal(small.takeDropped(), 2);
});

test('it is filled when there is something, whoever asked before', async () => {
  const outbox = new Outbox();
  const filled = outbox.filled();
  outbox.push('b', '1');
  await filled;
  await outbox.filled();
});
