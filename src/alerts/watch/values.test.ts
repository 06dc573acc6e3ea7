import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Flags } from '../../model/sample.ts';
import { AlertRig, configWith, sampleAt } from '../test-alerts.ts';

const rigWith = (rule: object) => AlertRig.start(configWith({ temp: rule }));

/** A sample a second from the start on, and whether the alert is active after each, by its first letter. */
async function courseOf(rule: object, values: readonly (number | null)[], flags?: readonly Flags[]): Promise<string> {
  await using rig = await rigWith(rule);
  let course = '';
  for (const [i, temp] of values.entries()) {
    rig.samples(sampleAt(i, { temp }, flags?.[i]));
    const [alert] = await rig.list();
    course += alert?.active ? (alert.level === 'alarm' ? 'A' : 'w') : '.';
  }
  return course;
}

test('a value on its bound is well, beyond it is not', async () => {
  const rule = { warning: [0, 30], alarm: [-2, 35] };
  assert.equal(await courseOf(rule, [0, 30, 30.1, 35, 35.1, 20, -0.1, -2, -2.1, 0]), '..wwA.wwA.');
});

test('a bound may be missing on either side', async () => {
  assert.equal(await courseOf({ alarm: [null, 30] }, [-1000, 31]), '.A');
  assert.equal(await courseOf({ alarm: [0, null] }, [1000, -1]), '.A');
});

test('with hysteresis it is over only well within the bounds, for each level', async () => {
  const rule = { warning: [0, 30], alarm: [-2, 35], hysteresis: 0.5 };
  assert.equal(await courseOf(rule, [30.1, 29.6, 29.4, 29.9, 30.1, 35.1, 34.6, 34.4, 29.6, 29.5]), 'ww..wAAww.');
});

test('only what lasts is told: for a time of the samples, or for so many of them', async () => {
  assert.equal(await courseOf({ alarm: [0, 30], for: '3 s' }, [31, 31, 31, 31, 20, 31, 31, 20]), '...A....');
  assert.equal(await courseOf({ alarm: [0, 30], for: '3 samples' }, [31, 31, 20, 31, 31, 31, 20]), '.....A.');
});

test('what lasts is told as bad as it was all the time', async () => {
  const rule = { warning: [0, 30], alarm: [-2, 35], for: '2 samples' };
  assert.equal(await courseOf(rule, [36, 31, 36, 36, 31]), '.wwAw');
});

test('a value that failed its tests, or is missing, says nothing; unless it is asked for', async () => {
  const flags: readonly Flags[] = [{ temp_qc: 1 }, { temp_qc: 4 }, { temp_qc: 9 }, { temp_qc: 3 }, { temp_qc: 4 }];
  const values = [20, 99, null, 36, 20];
  assert.equal(await courseOf({ alarm: [0, 30] }, values, flags), '...AA');
  assert.equal(await courseOf({ alarm: [0, 30], failed: true }, values, flags), '.AAA.');
});

test('what the next sample may still flag is looked at when it is settled', async () => {
  await using rig = await rigWith({ alarm: [0, 30] });
  const spike = sampleAt(1, { temp: 99 });
  rig.samples({ ...spike, provisional: true });
  const settled = [{ ...spike, flags: { temp_qc: 4 } } as const];
  rig.bus.publish('samples', {
    instrument: 'ctd',
    samples: [{ ...sampleAt(2, { temp: 20 }), provisional: true }],
    settled,
  });
  assert.deepEqual(await rig.list(), []);
});

test('the text names the field, its unit, the bound and since when', async () => {
  const config = configWith({ temp: { alarm: [0, 30], for: '2 s' } });
  await using rig = await AlertRig.start(config);
  rig.describe({
    ctd: { title: 'CTD', fields: { temp: { title: 'Temperature', type: 'number', unit: 'degree_Celsius' } } },
  });
  await rig.restart(config);
  for (const second of [1, 2, 3]) rig.samples(sampleAt(second, { temp: 31.00000001 }));
  const { text, value, bound, subject, kind } = await rig.theAlert();
  assert.equal(text, 'ctd.temp is 31 °C, above 30 °C, since 2026-01-01T00:00:01Z');
  assert.deepEqual([kind, subject, value, bound], ['value', 'ctd.temp', 31.00000001, 30]);
  const rules = await rig.service.rules();
  assert.deepEqual(
    rules.filter((rule) => rule.kind === 'value'),
    [
      {
        instrument: 'ctd',
        kind: 'value',
        subject: 'ctd.temp',
        level: 'alarm',
        from: 'configuration',
        text: 'below 0 °C or above 30 °C, for 2 s',
      },
    ],
  );
});

test('a name with its stream watches that stream only', async () => {
  await using rig = await AlertRig.start(configWith({ 'ctd.temp': { alarm: [0, 30] } }));
  rig.samples({ ...sampleAt(1, { temp: 31 }), stream: 'ctd_engineering' });
  assert.deepEqual(await rig.list(), []);
  rig.samples(sampleAt(1, { temp: 31 }));
  assert.equal((await rig.theAlert()).subject, 'ctd.temp');
});
