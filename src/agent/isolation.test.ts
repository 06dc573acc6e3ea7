import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import { derived } from '../definition/derived.ts';
import { integer } from '../definition/field.ts';
import { u8 } from '../definition/frame-field.ts';
import type { Instrument } from '../definition/instrument.ts';
import { frame, line } from '../definition/stream.ts';
import { type Probe, probe, startProbe } from '../driver/test-probe.ts';
import { linkOf, startFleet } from './test-fleet.ts';

const untyped: Instrument = probe;
const like = (kind: string, samples: Instrument['samples']): Instrument =>
  defineInstrument({ ...untyped, kind: `test.${kind}`, samples });

/** Catastrophic for a line of many a's with something else behind them. */
const hanging = like('hanging', { point: line(/^(?:a+)+$|^#(?<count>\d+)$/, { count: integer() }) });
/** Its derived value never ends for 13. */
const double = derived({}, [{ field: 'count' }], (count) => {
  for (; count === 13; );
  return 2 * count;
});
const endless = like('endless', {
  point: line(/^#(?<count>\d+)$/, { count: integer() }, { derives: { double } }),
});
/** It throws what no definition should when it is to say how long a frame is. */
const length = (): number => {
  throw new TypeError('thirteen');
};
const throwing = like('throwing', {
  point: line(/^#(?<count>\d+)$/, { count: integer() }),
  burst: frame({ sync: [0x5a, 0x5a], head: 3, length }, { count: u8(2) }),
});
const DEFINITIONS = [untyped, hanging, endless, throwing];
const FOREIGN = ['test.hanging', 'test.endless', 'test.throwing'];

const median = (all: readonly number[]): number => all.toSorted((a, b) => a - b)[all.length >> 1] ?? Number.NaN;

/** Two healthy instruments, one that streams and one that answers, beside a third. */
async function beside(t: TestContext, kind: string, answer?: (line: string, own: Probe) => string | undefined) {
  const [streaming, answering, third] = await Promise.all([startProbe(t), startProbe(t), startProbe(t, answer)]);
  const one = (own: Probe, name = 'acme.probe'): string => `{ kind: ${name}, link: '${linkOf(own)}' }`;
  const text = `outputs: { parquet: false }
instruments:
  streaming: ${one(streaming)}
  answering: ${one(answering)}
  third: ${one(third, kind)}
`;
  const all = await startFleet(t, text, DEFINITIONS, FOREIGN);
  await Promise.all([all.inState('streaming', 'command'), all.inState('answering', 'command')]);
  const first = all.message('samples');
  await all.fleet.agents.get('streaming')?.driver.executeStartAutosample();
  await first;
  let count = 1;
  /** As many samples and commands as this, while whatever goes on goes on: the samples' numbers, and how long a command took in ms. */
  const work = async (times: number) => {
    const begun = all.counts.get('streaming')?.length ?? 0;
    const latencies: number[] = [];
    for (let i = 0; i < times; i++) {
      const said = ++count;
      const came = all.message(
        'samples',
        ({ instrument, samples }) => instrument === 'streaming' && samples.some(({ values }) => values.count === said),
      );
      await streaming.say(`#${said}\r\n`);
      const sent = performance.now();
      await all.fleet.agents.get('answering')?.driver.execute('status');
      latencies.push(performance.now() - sent);
      await came;
    }
    return { numbers: all.counts.get('streaming')?.slice(begun) ?? [], latency: median(latencies) };
  };
  const upTo = (from: number, times: number): number[] => Array.from({ length: times }, (_, i) => from + i);
  return { ...all, third, work, upTo };
}

/** Within noise: what a machine that is shared may add. */
const NOISE = 100;

test('an instrument that floods takes neither samples nor time from the others, and that is told', async (t) => {
  const { third, work, upTo, inState, event, fleet } = await beside(t, 'acme.probe');
  await inState('third', 'command');
  await fleet.agents.get('third')?.driver.executeStartAutosample();
  const before = await work(30);
  const piece = '#7\r\n'.repeat(8192);
  const flood = setInterval(() => void third.say(piece), 10);
  t.after(() => clearInterval(flood));
  await event('flooding', ({ instrument }) => instrument === 'third');
  const during = await work(60);
  clearInterval(flood);
  t.diagnostic(
    `a command took ${before.latency.toFixed(1)} ms before, ${during.latency.toFixed(1)} ms during the flood`,
  );
  assert.deepEqual([before.numbers, during.numbers], [upTo(2, 30), upTo(32, 60)]);
  assert(during.latency < before.latency + NOISE, String(during.latency));
});

for (const { kind, says, during } of [
  { kind: 'test.hanging', says: `${'a'.repeat(60)}!\r\n`, during: /decoding what it sent.*did not end within 500 ms/ },
  { kind: 'test.endless', says: '#13\r\n', during: /deriving values.*did not end within 500 ms/ },
  { kind: 'test.throwing', says: 'ZZ\x03', during: /decoding what it sent: thirteen, at length .*isolation\.test\.ts/ },
]) {
  test(`a definition that fails fails alone, and says where: ${kind}`, async (t) => {
    const { third, work, upTo, inState, event, fleet, counts, events } = await beside(t, kind);
    await inState('third', 'command');
    await fleet.agents.get('third')?.driver.executeStartAutosample();
    const before = await work(10);
    await third.say(`#2\r\n#3\r\n${says}`);
    const { text, details } = await event('definition_failed');
    assert.match(text, during);
    assert.equal(details.kind, kind);
    const after = await work(40);
    assert.deepEqual([before.numbers, after.numbers], [upTo(2, 10), upTo(12, 40)]);
    assert(after.latency < before.latency + NOISE, String(after.latency));
    assert.match(fleet.agents.get('third')?.facts.problem ?? '', /thirteen|did not end/);
    assert.deepEqual(
      events.filter(({ type }) => type === 'definition_failed').map(({ instrument }) => instrument),
      ['third'],
    );
    assert.equal(counts.get('third')?.includes(13) ?? false, false);
  });
}

test('an instrument that never answers, and one that cannot be reached, keep nobody waiting', async (t) => {
  const { work, upTo, third } = await beside(t, 'acme.probe', () => '');
  await third.heard(/ds/);
  const { numbers, latency } = await work(20);
  assert.deepEqual(numbers, upTo(2, 20));
  assert(latency < NOISE, String(latency));
});
