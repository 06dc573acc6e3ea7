import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import type { Instrument } from '../definition/instrument.ts';
import { int, settable, shownBy } from '../definition/parameter.ts';
import { ProtocolError } from '../kit/errors.ts';
import { probe, startProbe } from './test-probe.ts';
import { fastClock, startDriver } from './test-rig.ts';

const batched: Instrument = defineInstrument({ ...probe, settings: { batch: true } });

test('all that differs is set with one send, whether each line is answered with a prompt or all of them with one', async (t) => {
  for (const each of [true, false]) {
    const device = await startProbe(t, (line, { values }) => {
      const [name = '', value] = line.split('=');
      if (value === undefined) return undefined;
      values[name] = Number(value);
      return each || name === 'c' ? '>' : '';
    });
    const { driver, told } = await startDriver(t, { definition: batched, link: device.link });
    await driver.discover();
    told.forget();
    const result = await driver.set({ a: 7, b: 2, c: 9 });
    assert.deepEqual([result.a?.actual, result.b?.actual, result.c?.actual], [7, 2, 9]);
    assert.deepEqual(told.sent, ['a=7\\r\\nc=9\\r\\n', 'ds\\r\\n']);
  }
});

test('of a batch it is said what was refused, and all is read back', async (t) => {
  const device = await startProbe(t, (line) => (line.startsWith('b=') ? 'ERR\r\n>' : undefined));
  const { driver, told } = await startDriver(t, { definition: batched, link: device.link });
  await driver.discover();
  await assert.rejects(driver.set({ a: 7, b: 8, c: 9 }), (error) => {
    assert(error instanceof ProtocolError);
    assert.match(error.message, /did not take b \(set with it: a, c\)/);
    return true;
  });
  assert.deepEqual(await driver.get(['a', 'b', 'c']), { a: 7, b: 2, c: 9 });
  assert.equal(told.of('exchange').at(-1)?.exchange.command, 'status');
});

test('of a batch that is answered with one prompt a refusal concerns all of it', async (t) => {
  const device = await startProbe(t, (line) =>
    line.startsWith('c=') ? 'ERR\r\n>' : line.includes('=') ? '' : undefined,
  );
  const { driver } = await startDriver(t, { definition: batched, link: device.link });
  await driver.discover();
  await assert.rejects(driver.set({ a: 7, c: 9 }), /did not take a, c/);
});

test('an instrument that echoes what it is sent may be set at once too', async (t) => {
  const echoing: Instrument = defineInstrument({
    ...batched,
    dialogue: { ...probe.dialogue, echo: 'remove' },
  });
  let heard = '';
  const device = await startProbe(t, (line, { values }) => {
    const [name = '', value] = line.split('=');
    heard += line;
    if (value === undefined) return `${line}\r\nmode c\r\na ${values.a}\r\nb ${values.b}\r\nc ${values.c}\r\n>`;
    if (name === 'b') return `${line}\r\nERR\r\n>`;
    values[name] = Number(value);
    return `${line}\r\n>`;
  });
  const { driver } = await startDriver(t, { definition: echoing, link: device.link });
  await driver.discover();
  await assert.rejects(driver.set({ a: 7, b: 8, c: 9 }), /did not take b \(set with it: a, c\)/);
  assert.deepEqual(await driver.get(['a', 'b', 'c']), { a: 7, b: 2, c: 9 });
  assert.equal(heard, 'dsa=7b=8c=9ds');
});

test('a command of several lines has the replies to all of them', async (t) => {
  const asking: Instrument = defineInstrument({
    ...probe,
    commands: { ...probe.commands, both: { send: 'ds\r\nds' } },
  });
  const device = await startProbe(t);
  const { driver } = await startDriver(t, { definition: asking, link: device.link });
  await driver.discover();
  const reply = await driver.execute('both');
  assert.equal(String(reply).match(/mode c/g)?.length, 2);
});

test('what is shown only after a while is asked for again until it settles', async (t) => {
  const settling: Instrument = defineInstrument({ ...probe, settings: { settle: '20 s' } });
  let asked = 0;
  const device = await startProbe(t, (line, { values }) => {
    if (line.startsWith('a=')) asked = 0;
    if (line !== 'ds') return undefined;
    asked += 1;
    return asked < 3 ? `mode c\r\na 1\r\nb ${values.b}\r\nc ${values.c}\r\n>` : undefined;
  });
  const { driver } = await startDriver(t, { definition: settling, link: device.link, clock: fastClock(20) });
  await driver.discover();
  assert.equal((await driver.set({ a: 7 })).a?.actual, 7);
  assert.equal(asked, 3);
});

test('what never settles is an error that names it', async (t) => {
  const settling: Instrument = defineInstrument({ ...probe, settings: { settle: '1 s' } });
  const device = await startProbe(t, (line) => (line.includes('=') ? '>' : undefined));
  const { driver } = await startDriver(t, { definition: settling, link: device.link, clock: fastClock(20) });
  await driver.discover();
  await assert.rejects(driver.set({ a: 7 }), /a shows 1 after 7 was set/);
  assert.equal(device.lines.filter((line) => line === 'ds').length, 3);
});

test('a parameter that must be confirmed by repetition is sent so often, and alone', async (t) => {
  const confirmed: Instrument = defineInstrument({
    ...probe,
    settings: { batch: true },
    parameters: {
      ...probe.parameters,
      ...shownBy('status', { b: settable('b=', int(/b (\d+)/), { times: 2, pace: '5 ms' }) }),
    },
  });
  let times = 0;
  const device = await startProbe(t, (line) => {
    if (!line.startsWith('b=')) return undefined;
    times += 1;
    return times === 2 ? undefined : 'send it again to confirm\r\n>';
  });
  const { driver } = await startDriver(t, { definition: confirmed, link: device.link });
  await driver.discover();
  assert.equal((await driver.set({ a: 7, b: 8, c: 9 })).b?.actual, 8);
  assert.deepEqual(device.lines, ['ds', 'a=7', 'c=9', 'b=8', 'b=8', 'ds']);
});
