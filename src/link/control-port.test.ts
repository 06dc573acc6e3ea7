import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import type { Link } from './link.ts';
import { openLink } from './open-link.ts';
import { parseLink } from './parse-link.ts';
import { type ControlPortDevice, controlPort, listen } from './test-devices.ts';

interface Scene {
  readonly control: ControlPortDevice;
  readonly link: Link;
  readonly clock: FakeClock;
}

/** A link to a terminal server whose control port answers so. */
async function withServer(answer: string | undefined, run: (scene: Scene) => Promise<void>): Promise<void> {
  await using device = await listen();
  await using control = await controlPort(answer);
  const clock = new FakeClock();
  const spec = parseLink(`tcp://127.0.0.1:${device.port}?control=${control.port}`);
  await using link = await openLink(spec, { clock });
  await run({ control, link, clock });
  assert.equal(clock.pending, 0, 'a timer was left behind');
}

test('a break goes to the control port, and its answer comes back', () =>
  withServer('OK\r\n', async ({ control, link }) => {
    assert.equal(await link.sendBreak(1000), 'OK');
    assert.equal(await control.received(11), 'break 1000\n');
    assert.equal(await link.sendBreak(300), 'OK');
    assert.equal(await control.received(21), 'break 1000\nbreak 300\n');
  }));

test('a server that refuses is told with what it said', () =>
  withServer('ERROR: no such command\r\n', async ({ control, link }) => {
    await assert.rejects(link.sendBreak(1000), {
      code: 'connection',
      message: `${link.name}: control port ${control.port}: refused a break of 1000 ms: ERROR: no such command`,
    });
  }));

test('a server that says nothing is waited for no longer than the break and 2 s', () =>
  withServer('', async ({ control, link, clock }) => {
    const sent = link.sendBreak(1000);
    await control.received(11);
    await clock.advance(3000);
    assert.equal(await sent, undefined);
  }));

test('a server that closes without an answer has done it', () =>
  withServer('close', async ({ link }) => assert.equal(await link.sendBreak(1000), undefined)));

test('an answer without an end is cut', () =>
  withServer('x'.repeat(100_000), async ({ link }) => assert.equal(await link.sendBreak(1000), 'x'.repeat(256))));

test('closing the link ends a break that waits for its answer', () =>
  withServer('', async ({ control, link }) => {
    const sent = assert.rejects(link.sendBreak(1000), { message: `${link.name}: the link was closed` });
    await control.received(11);
    await link.close();
    await sent;
  }));

test('a control port that nobody listens on is told by its number', async () => {
  await using device = await listen();
  const control = await controlPort();
  await control[Symbol.asyncDispose]();
  const spec = parseLink(`tcp://127.0.0.1:${device.port}?control=${control.port}`);
  await using link = await openLink(spec, { clock: new FakeClock() });
  await assert.rejects(link.sendBreak(100), {
    code: 'connection',
    message: `tcp://127.0.0.1:${device.port}: control port ${control.port}: connection refused`,
  });
});
