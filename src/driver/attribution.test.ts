import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import type { Instrument } from '../definition/instrument.ts';
import { sleep } from '../kit/clock.ts';
import { probe, startProbe } from './test-probe.ts';
import { fastClock, startDriver } from './test-rig.ts';
import type { Told } from './told.ts';

const ADA = 'ada@nansen sonde set';
const BOB = 'bob@nansen sonde exec';

const definition: Instrument = defineInstrument({
  ...probe,
  states: { ...probe.states, test: { busy: true } },
  settings: { whileStreaming: 'defer' },
  commands: { ...probe.commands, burn: { send: 'burn', in: 'command', during: 'test', timeout: '5 s', abort: 'x' } },
});

/** What was told of who, but for samples. */
const whose = (told: Told): string[] =>
  told.events.flatMap((event) => {
    const { type, by = '-' } = event;
    if (type === 'exchange') return [`${by}: ${event.exchange.command}`];
    if (type === 'command') return [`${by}: ${event.command} ${event.outcome}`];
    if (type === 'state_change') return [`${by}: ${event.state}`];
    if (type === 'config_change') return [`${by}: ${Object.keys(event.changes)}`];
    return [];
  });

test('what is done on somebody’s behalf says so: exchanges, changes, states, and how it ended', async (t) => {
  const device = await startProbe(t);
  const { driver, told } = await startDriver(t, { definition, link: device.link, clock: fastClock(10) });
  await driver.discover();
  told.forget();
  await driver.set({ a: 7 }, { by: ADA });
  await driver.executeStartAutosample({ by: BOB });
  assert.deepEqual(whose(told), [
    `${ADA}: set a`,
    `${ADA}: status`,
    `${ADA}: a`,
    `${ADA}: set done`,
    `${BOB}: start_autosample`,
    `${BOB}: autosample`,
    `${BOB}: start_autosample done`,
  ]);
});

test('a parameter that is found changed was changed by the instrument, whoever looked', async (t) => {
  const device = await startProbe(t);
  const { driver, told } = await startDriver(t, { definition, link: device.link, clock: fastClock(10) });
  await driver.discover();
  await driver.get(['b']);
  device.values.b = 5;
  told.forget();
  await driver.discover({ by: ADA });
  assert.deepEqual(
    whose(told).filter((line) => line.endsWith(' b')),
    ['instrument: b'],
  );
});

test('a long command is its asker’s to its end, also when somebody else breaks it off', async (t) => {
  const device = await startProbe(t, (line) => (line === 'burn' ? '' : line === 'x' ? '>' : undefined));
  const { driver, told } = await startDriver(t, { definition, link: device.link, clock: fastClock(10) });
  await driver.discover();
  told.forget();
  const burning = assert.rejects(driver.execute('burn', {}, { by: ADA }));
  await device.heard(/burn/);
  await driver.execute('abort', {}, { by: BOB });
  await burning;
  const lines = whose(told);
  assert.deepEqual(
    lines.filter((line) => /test|command|burn/.test(line)),
    [`${ADA}: test`, `${ADA}: burn`, `${ADA}: burn (abort)`, `${ADA}: command`, `${ADA}: burn failed`],
  );
  assert.ok(lines.includes(`${BOB}: abort done`), lines.join('\n'));
});

test('what was put off is done by the driver, not by whoever made the instrument listen', async (t) => {
  const device = await startProbe(t);
  const { driver, told } = await startDriver(t, { definition, link: device.link, clock: fastClock(10) });
  await driver.discover();
  await driver.executeStartAutosample();
  await driver.set({ a: 9 }, { by: ADA });
  told.forget();
  await driver.executeStopAutosample({ by: BOB });
  const lines = whose(told);
  assert.ok(lines.includes('-: a') && lines.includes('-: set a'), lines.join('\n'));
  assert.ok(lines.includes(`${BOB}: stop_autosample done`));
});

test('a state that the instrument came to by itself is its own', async (t) => {
  const device = await startProbe(t);
  const clock = fastClock(20);
  const { driver, told } = await startDriver(t, { definition, link: device.link, clock });
  await driver.discover();
  // What comes so soon after a question, in ms, may belong to it.
  await sleep(clock, 1100);
  told.forget();
  await device.say('#5\r\n');
  await told.until(() => told.states.includes('autosample'));
  assert.deepEqual(whose(told), ['instrument: autosample']);
});
