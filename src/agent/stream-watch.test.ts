import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import type { Instrument } from '../definition/instrument.ts';
import { probe } from '../driver/test-probe.ts';
import { TimeoutError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { Value } from '../model/sample.ts';
import { arrivalsOf } from './arrivals.ts';
import { StreamWatch } from './stream-watch.ts';

const untyped: Instrument = probe;

/** It was asked what it does. */
const unanswered: DriverAsyncEvent = {
  type: 'command',
  command: 'discover',
  args: {},
  outcome: 'failed',
  milliseconds: 10_000,
  error: new TimeoutError('the prompt', '10 s'),
};

function scene(definition: Instrument = untyped, parameters: Record<string, Value> = {}) {
  const clock = new FakeClock();
  let held = 0;
  /** As when the program is stopped and goes on: its timers come late, and before what arrived meanwhile. */
  const holdUp = (ms: number): void => {
    held += ms;
  };
  const told: string[] = [];
  const watch = new StreamWatch({
    clock: { now: () => clock.now(), elapsed: () => clock.elapsed() + held, after: (ms, run) => clock.after(ms, run) },
    definition: () => definition,
    parameter: (name) => parameters[name] ?? null,
    onLate: (stream, ms) => void told.push(`${stream} late after ${ms / 1000} s`),
    onBack: (stream, ms) => void told.push(`${stream} back after ${ms / 1000} s`),
    onSilent: () => void told.push('silent'),
  });
  const state = (name: string): void => watch.hear({ type: 'state_change', state: name, previous: undefined });
  const sample = (): void => {
    const time = clock.now();
    const own = { instrument: 'unit', stream: 'point', time, times: { port: time, driver: time }, values: {} };
    watch.seen(arrivalsOf([{ ...own, quality: 'ok' }]));
  };
  const samples = async (times: number, every: number): Promise<void> => {
    for (let i = 0; i < times; i++) {
      sample();
      await clock.advance(every);
    }
  };
  return { clock, told, watch, state, sample, samples, holdUp };
}

test('a stream that stays away for longer than usual is late at once, and back when it comes', async () => {
  const { clock, told, watch, state, sample, samples } = scene();
  state('autosample');
  await samples(10, 1000);
  assert.equal(watch.usual('point'), 1000);
  // The last came a second ago; one a second is late after 1 s + 5 s.
  await clock.advance(4999);
  assert.deepEqual([told, watch.late], [[], false]);
  await clock.advance(1);
  assert.deepEqual([told, watch.isLate('point')], [['point late after 6 s'], true]);
  await clock.advance(1000);
  sample();
  assert.deepEqual([told.at(-1), watch.late], ['point back after 7 s', false]);
  watch[Symbol.dispose]();
  assert.equal(clock.pending, 0);
});

test('a slow stream is late after three intervals', async () => {
  const { clock, told, state, samples } = scene();
  state('autosample');
  await samples(10, 600_000);
  // The last came an interval ago.
  await clock.advance(2 * 600_000 - 1);
  assert.deepEqual(told, []);
  await clock.advance(1);
  assert.deepEqual(told, ['point late after 1800 s']);
});

test('what stays away is looked for, less and less often', async () => {
  const { clock, told, state, samples } = scene();
  state('autosample');
  await samples(10, 1000);
  await clock.advance(3_600_000);
  const looks = told.filter((text) => text === 'silent').length;
  assert(looks >= 4 && looks <= 8, String(looks));
});

test('a state in which something should come and nothing does is late too, by what the instrument is set to', async () => {
  const quick = scene();
  quick.state('autosample');
  await quick.clock.advance(300_000);
  assert.deepEqual(quick.told, ['undefined late after 300 s']);

  const { simulation } = untyped;
  const every = { point: { every: { parameter: 'a' } } } as const;
  const slow = scene(defineInstrument({ ...untyped, simulation: { ...simulation, streams: every } }), { a: 3600 });
  slow.state('autosample');
  await slow.clock.advance(3 * 3_600_000 - 1);
  assert.deepEqual(slow.told, []);
  await slow.clock.advance(1);
  assert.deepEqual(slow.told, ['undefined late after 10800 s']);
});

test('nothing is late in a state in which nothing comes by itself, nor what is told only when it changes', async () => {
  const { clock, told, watch, state, samples } = scene();
  state('autosample');
  await samples(10, 1000);
  state('command');
  await clock.advance(3_600_000);
  assert.deepEqual([told, watch.late, clock.pending], [[], false, 0]);

  const { point } = untyped.samples;
  const rare = scene({ ...untyped, samples: { point: { ...point!, publish: 'changed' } } });
  rare.state('autosample');
  await rare.samples(5, 1000);
  await rare.clock.advance(3_600_000);
  assert.deepEqual(rare.told, []);
});

test('bursts are learnt: after two pauses that are alike, that long is usual', async () => {
  const { clock, told, state, samples } = scene();
  state('autosample');
  for (let burst = 0; burst < 5; burst++) {
    await samples(30, 1000);
    await clock.advance(570_000);
  }
  const late = told.filter((text) => text.includes('late'));
  assert.equal(late.length, 2);
});

test('a pause in which it did not answer is no burst: the next such outage is told as the first was', async () => {
  const { clock, told, watch, state, samples } = scene();
  state('autosample');
  for (let outage = 0; outage < 5; outage++) {
    await samples(30, 1000);
    await clock.advance(20_000);
    watch.hear(unanswered);
    await clock.advance(10_000);
  }
  const late = told.filter((text) => text.includes('late'));
  assert.equal(late.length, 5);
});

test('what was held up with the whole program is looked at before it is said to be late', async () => {
  const { clock, told, state, sample, samples, holdUp } = scene();
  state('autosample');
  await samples(10, 1000);
  holdUp(60_000);
  await clock.advance(5000);
  assert.deepEqual(told, []);
  sample();
  await clock.advance(5999);
  assert.deepEqual(told, []);
  await clock.advance(1);
  assert.deepEqual(told, ['point late after 6 s']);
});

test('a stream that comes otherwise after a parameter was set is learnt anew', async () => {
  const { clock, told, watch, state, samples } = scene();
  state('autosample');
  await samples(10, 1000);
  watch.hear({ type: 'config_change', changes: {}, parameters: {} });
  await samples(3, 30_000);
  assert.deepEqual(told, []);
  await clock.advance(0);
});
