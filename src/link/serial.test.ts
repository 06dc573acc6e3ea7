import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { needs } from '../../tools/needs.ts';
import { systemClock } from '../kit/clock.ts';
import { linkName } from './format-link.ts';
import type { SerialSpec } from './link-spec.ts';
import { openLink } from './open-link.ts';
import { serialDevice } from './test-devices.ts';

test('a port that does not exist is told by its name', async () => {
  const spec: SerialSpec = {
    type: 'serial',
    path: '/dev/no-such-port',
    baud: 9600,
    dataBits: 8,
    parity: 'none',
    stopBits: 1,
    flowControl: 'none',
  };
  await assert.rejects(openLink(spec, { clock: systemClock }), {
    code: 'connection',
    message: 'serial:///dev/no-such-port: No such file or directory, cannot open /dev/no-such-port',
  });
});

test('a port is open for one only, and free again once it is closed', async (t) => {
  if (!needs('socat', t)) return;
  await using device = await serialDevice();
  const name = linkName(device.spec);
  const first = await openLink(device.spec, { clock: systemClock });
  await assert.rejects(openLink(device.spec, { clock: systemClock }), {
    message: `${name}: in use by another program`,
  });
  await first.close();
  await using _second = await openLink(device.spec, { clock: systemClock });
});

test('the settings of the line are those that were asked for', async (t) => {
  if (!needs('socat', t) || !needs('stty', t)) return;
  await using device = await serialDevice();
  assert.ok(device.spec.type === 'serial');
  const spec: SerialSpec = { ...device.spec, baud: 4800, stopBits: 2, flowControl: 'software' };
  await using _link = await openLink(spec, { clock: systemClock });
  const settings = String(spawnSync('stty', ['-F', spec.path, '-a']).stdout);
  for (const expected of ['speed 4800 baud', ' cstopb', ' ixon', ' ixoff', '-crtscts', '-icanon', '-echo ']) {
    assert.ok(settings.includes(expected), `'${expected}' is not among ${settings}`);
  }
});

test('a port that has no break says so', async (t) => {
  if (!needs('socat', t)) return;
  await using device = await serialDevice();
  await using link = await openLink(device.spec, { clock: systemClock });
  await assert.rejects(link.sendBreak(100), { code: 'not_implemented', message: /this port cannot send a break$/ });
});
