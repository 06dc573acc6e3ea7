import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toText } from '../kit/bytes.ts';
import { ConfigError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { type Fault, parseFault } from './fault.ts';
import { FaultyLine } from './faulty-line.ts';
import { seeded } from './random.ts';

const TEXT = 'abcdefghij'.repeat(1000);

function sentThrough(...faults: Fault[]): string {
  const line = new FaultyLine(new FakeClock(), seeded());
  let sent = '';
  line.sent.add((bytes) => {
    sent += toText(bytes);
  });
  line.faults = faults;
  line.send(Buffer.from(TEXT), 'reply');
  return sent;
}

test('faults are read from text', () => {
  assert.deepEqual(
    ['none', 'garble:0.01', 'drop', 'drop:0.5', 'stall', 'half-reply', 'slow:500 ms', 'power-cycle:1970'].map(
      parseFault,
    ),
    [
      { kind: 'none' },
      { kind: 'garble', rate: 0.01 },
      { kind: 'drop' },
      { kind: 'lose', rate: 0.5 },
      { kind: 'stall' },
      { kind: 'half_reply' },
      { kind: 'slow', milliseconds: 500 },
      { kind: 'power_cycle', clockLost: true },
    ],
  );
});

for (const [text, said] of [
  ['garble', /'garble': not a fault; there are: none, garble:<rate>/],
  ['garble:2', /'garble:2': '2' is not a rate from 0 to 1/],
  ['garble:', /is not a rate/],
  ['slow:soon', /'slow:soon': 'soon' is not a duration such as '200 ms'/],
  ['power-cycle:1999', /not a fault/],
  ['', /not a fault/],
] as const) {
  test(`'${text}' is no fault, and the error says what is`, () => {
    assert.throws(
      () => parseFault(text),
      (error) => error instanceof ConfigError && said.test(error.message),
    );
  });
}

test('garbling flips one bit of bytes at its rate', () => {
  const sent = sentThrough({ kind: 'garble', rate: 0.1 });
  const wrong = [...sent].filter((character, i) => character !== TEXT[i]).length;
  assert.equal(sent.length, TEXT.length);
  assert.ok(wrong > 900 && wrong < 1100, `${wrong} of ${TEXT.length}`);
});

test('losing takes bytes out at its rate', () => {
  const { length } = sentThrough({ kind: 'lose', rate: 0.1 });
  assert.ok(length > 8900 && length < 9100, `${length} of ${TEXT.length}`);
});

test('of a reply only the first half comes', () => {
  assert.equal(sentThrough({ kind: 'half_reply' }), TEXT.slice(0, TEXT.length / 2));
});

test('faults add up', () => {
  assert.equal(sentThrough({ kind: 'half_reply' }, { kind: 'stall' }), '');
});

test('what is slow comes late and in order', async () => {
  const clock = new FakeClock();
  const line = new FaultyLine(clock, seeded());
  const sent: string[] = [];
  line.sent.add((bytes) => sent.push(toText(bytes)));
  line.faults = [{ kind: 'slow', milliseconds: 500 }];
  line.send(Buffer.from('a'), 'reply');
  await clock.advance(100);
  line.send(Buffer.from('b'), 'reply');
  line.faults = [];
  line.send(Buffer.from('c'), 'reply');
  await clock.advance(399);
  assert.deepEqual(sent, []);
  await clock.advance(1);
  assert.deepEqual(sent, ['a']);
  await clock.advance(100);
  assert.deepEqual(sent, ['a', 'b', 'c']);
  assert.equal(clock.pending, 0);
});
