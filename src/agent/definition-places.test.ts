import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import type { Instrument } from '../definition/instrument.ts';
import { real, settable, shownBy, word } from '../definition/parameter.ts';
import { type Probe, probe, startProbe } from '../driver/test-probe.ts';
import { ADMIN, linkOf, startFleet } from './test-fleet.ts';

const untyped: Instrument = probe;
const MANY = 'a'.repeat(60);
const BACKTRACKS = /^(?:a+)+$/;
const endless = (): never => {
  for (;;);
};
const throwing = (): never => {
  throw new TypeError('thirteen');
};

const like = (kind: string, more: Partial<Instrument>): Instrument => defineInstrument({ ...untyped, kind, ...more });

const gain = real(/a (\d+)/);
const withGain = (format: () => string): Partial<Instrument> => ({
  parameters: {
    ...untyped.parameters,
    ...shownBy('status', { a: settable('a=', { ...gain, format }, { startup: 5 }) }),
  },
});

const form = { pattern: BACKTRACKS, example: 'aa' };
const named = like('test.form', {
  parameters: { ...untyped.parameters, ...shownBy('status', { a: settable('a=', word(/a (\d+)/, { form })) }) },
});
const choosing = like('test.when', {
  commands: { ...untyped.commands, twice: { steps: [{ send: 'say' }, { send: 'ds', when: /(?:a+)+$/ }] } },
});
const timed = like('test.clock', {
  clock: {
    shownBy: 'status',
    read: () => 0n,
    write: () => '',
    set: [{ prefix: 't=', width: 1, format: endless, parse: () => 0n }],
    tolerance: '1 s',
  },
});

async function third(
  t: TestContext,
  definition: Instrument,
  answer?: (line: string, own: Probe) => string | undefined,
) {
  const device = await startProbe(t, answer);
  const file = `outputs: { parquet: false }
instruments: { third: { kind: ${definition.kind}, link: '${linkOf(device)}' } }
`;
  const all = await startFleet(t, file, [definition], [definition.kind]);
  return { ...all, third: all.bus.find('instrument', 'third')! };
}

const BROKEN_OFF = /did not end within 500 ms/;

test('a form that tries for ever is broken off, when values are looked at and when they are set', async (t) => {
  const { third: own, inState } = await third(t, named);
  await inState('third', 'command');
  await assert.rejects(own.preview({ a: `${MANY}!` }), BROKEN_OFF);
  await assert.rejects(own.set({ a: `${MANY}!` }, ADMIN), BROKEN_OFF);
});

test('a condition of a step that tries for ever is broken off', async (t) => {
  const { third: own, inState } = await third(t, choosing, (line) => (line === 'say' ? `${MANY}!\r\n>` : undefined));
  await inState('third', 'command');
  const { id } = await own.start({ command: 'twice', args: {} }, ADMIN);
  assert.match((await own.wait(id)).error?.detail ?? '', BROKEN_OFF);
});

test('a clock whose time never is written is broken off', async (t) => {
  const { third: own, inState } = await third(t, timed);
  await inState('third', 'command');
  const { id } = await own.start({ command: 'clock_sync', args: {} }, ADMIN);
  assert.match((await own.wait(id)).error?.detail ?? '', BROKEN_OFF);
});

for (const [what, format, says] of [
  ['never ends', endless, BROKEN_OFF],
  ['throws', throwing, /thirteen/],
] as const) {
  test(`a parameter whose way to be sent ${what} is its instrument's problem, and no more`, async (t) => {
    const { third: own, event, fleet } = await third(t, like('test.format', withGain(format)));
    const { text } = await event('not_started_up');
    assert.match(text, says);
    assert.match(fleet.agents.get('third')?.facts.problem ?? '', says);
    await assert.rejects(own.preview({ a: 7 }), says);
  });
}

test('a result that holds itself is an error of its command', async (t) => {
  const ring: Record<string, unknown> = {};
  ring.own = ring;
  const { third: own, inState } = await third(
    t,
    like('test.result', { commands: { ...untyped.commands, ring: { send: 'ds', result: () => ring } } }),
  );
  await inState('third', 'command');
  const { id } = await own.start({ command: 'ring', args: {} }, ADMIN);
  const { state } = await own.wait(id);
  assert.equal(state, 'failed');
});
