import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBytes } from '../../kit/bytes.ts';
import { probe, startProbe } from '../test-probe.ts';
import { startDriver } from '../test-rig.ts';
import { unfinishedAfter } from './typed-line.ts';

test('what is typed after the last end of a line is unfinished, however it came', () => {
  const typed = (...pieces: string[]): number =>
    pieces.reduce((before, piece) => unfinishedAfter(before, toBytes(piece)), 0);
  assert.equal(typed('ds\r\n'), 0);
  assert.equal(typed('inter', 'val'), 8);
  assert.equal(typed('interval=5\r\nd'), 1);
  assert.equal(typed('inter', '\r'), 0);
  assert.equal(typed('\x03'), 0);
  assert.equal(typed('d\x03'), 1);
  assert.equal(typed(''), 0);
});

test('a line that was begun when direct access ended is not carried out, and does not spoil the next command', async (t) => {
  const device = await startProbe(t);
  const { driver, told } = await startDriver(t, { definition: probe, link: device.link });
  await driver.discover();
  await driver.executeStartDirectAccess();
  const before = device.lines.length;
  await driver.executeDirectAccess(toBytes('a=5\r\nsta'));
  await driver.executeDirectAccess(toBytes('rt'));
  assert.equal(await driver.executeStopDirectAccess(), 'command');
  await driver.execute('status');
  assert.deepEqual(device.lines.slice(before), ['a=5', 'start\b\b\b\b\b', 'ds', 'a=1', 'ds', 'ds']);
  assert.equal(device.mode, 'c');
  assert.deepEqual(told.errors, []);
});
