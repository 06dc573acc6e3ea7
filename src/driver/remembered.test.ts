import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import { integer, number } from '../definition/field.ts';
import type { Instrument } from '../definition/instrument.ts';
import { from, line } from '../definition/stream.ts';
import { systemClock } from '../kit/clock.ts';
import { DeclaredDriver } from './declared-driver.ts';
import { probe, startProbe } from './test-probe.ts';
import { startDriver } from './test-rig.ts';
import { Told } from './told.ts';

const remembering: Instrument = defineInstrument({
  ...probe,
  samples: {
    point: line(/^#(?<count>\d+)$/, { count: integer() }, { joins: { scale: from('setup', 'scale') } }),
    setup: line(/^SCALE (?<scale>\S+)$/, { scale: number() }, { publish: 'changed' }),
  },
});

test('what earlier records said is known over restarts, as of the place where the next program goes on', async (t) => {
  const device = await startProbe(t);
  const { driver, told, config } = await startDriver(t, { definition: remembering, link: device.link });
  await device.say('SCALE 2.5\r\n#1\r\n');
  await told.until(() => told.samples.length === 2);
  const place = told.of('sample').at(-1);
  assert.deepEqual(place?.remembered, { setup: { scale: 2.5 } });
  await driver.close();
  await device.say('#2\r\nSCALE 2.5\r\n');

  const next = new Told();
  const again = new DeclaredDriver(next.hear, { definition: remembering, instrument: 'unit', clock: systemClock });
  t.after(() => again.close());
  again.recall(place?.remembered ?? {});
  await again.configure({ ...config, from: place?.resume });
  await again.connect();
  await device.say('SCALE 3\r\n#3\r\n');
  await next.until(() => next.samples.length === 3);
  assert.deepEqual(
    next.samples.map(({ stream, values }) => [stream, values]),
    [
      ['point', { count: 2, scale: 2.5 }],
      ['setup', { scale: 3 }],
      ['point', { count: 3, scale: 3 }],
    ],
  );
});

test('it is known over a lost port agent connection', async (t) => {
  const device = await startProbe(t);
  const { driver, told } = await startDriver(t, { definition: remembering, link: device.link });
  await device.say('SCALE 2.5\r\n#1\r\n');
  await told.until(() => told.samples.length === 2);
  await driver.disconnect();
  await driver.connect();
  await device.say('SCALE 2.5\r\n#2\r\n');
  await told.until(() => told.samples.length === 3);
  assert.deepEqual(told.samples.at(-1)?.values, { count: 2, scale: 2.5 });
});
