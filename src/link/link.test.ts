import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needs } from '../../tools/needs.ts';
import { toText } from '../kit/bytes.ts';
import { ConnectionError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { linkName } from './format-link.ts';
import type { Link } from './link.ts';
import { openLink } from './open-link.ts';
import { type Device, rxTxDevice, serialDevice, tcpDevice, udpDevice } from './test-devices.ts';

/** Every kind of link passes the same tests, each against a device of its own. */
const KINDS: Readonly<Record<string, { device: () => Promise<Device>; program?: string; noticesAbsence: boolean }>> = {
  tcp: { device: tcpDevice, noticesAbsence: true },
  rxtx: { device: rxTxDevice, noticesAbsence: true },
  udp: { device: udpDevice, noticesAbsence: false },
  serial: { device: serialDevice, program: 'socat', noticesAbsence: true },
};

/** Reads until `length` bytes have come. */
async function take(link: Link, length: number): Promise<string> {
  let text = '';
  for await (const { bytes } of link.chunks) {
    text += toText(bytes);
    if (text.length >= length) break;
  }
  return text;
}

for (const [kind, { program, device: plugIn, noticesAbsence }] of Object.entries(KINDS)) {
  type Scenario = (device: Device, link: Link, clock: FakeClock) => Promise<void>;
  const scenario = (name: string, run: Scenario, options: { readonly quietLimit?: number } = {}): void => {
    test(`${kind}: ${name}`, async (t) => {
      if (program !== undefined && !needs(program, t)) return;
      const clock = new FakeClock();
      await using device = await plugIn();
      await using link = await openLink({ ...device.spec, ...options }, { clock });
      await run(device, link, clock);
      await link.close();
      assert.equal(clock.pending, 0, 'a timer was left behind');
    });
  };

  scenario('bytes go both ways as they are, all 256 of them', async (device, link) => {
    const all = String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i));
    assert.equal(link.name, linkName(device.spec));
    await link.write(Buffer.from(all, 'latin1'));
    assert.equal(await device.received(256), all);
    await device.send(all);
    assert.equal(await take(link, 256), all);
  });

  scenario('a chunk is stamped when it came, not when it is taken', async (device, link, clock) => {
    await link.write(Buffer.from('?'));
    await device.received(1);
    const came = clock.now();
    const chunks = link.chunks[Symbol.asyncIterator]();
    const first = chunks.next();
    await device.send('1');
    const { value } = await first;
    await clock.advance(5000);
    assert.equal(value?.time, came);
  });

  scenario('closing ends the iteration, is said to be ours, and may be done twice', async (_, link) => {
    const reading = take(link, 1);
    await Promise.all([link.close(), link.close()]);
    assert.equal(await reading, '');
    assert.equal(await link.closed, undefined);
    await assert.rejects(link.write(Buffer.from('x')), (error) => {
      assert.ok(error instanceof ConnectionError);
      assert.equal(error.message, `${link.name}: the link was closed`);
      return true;
    });
    await assert.rejects(link.sendBreak(100), { code: 'connection' });
  });

  scenario('a write whose signal has aborted is not made', async (device, link) => {
    const reason = new Error('never mind');
    await assert.rejects(link.write(Buffer.from('no'), AbortSignal.abort(reason)), reason);
    await link.write(Buffer.from('yes'));
    assert.equal(await device.received(3), 'yes');
  });

  const silence: Scenario = async (device, link, clock) => {
    await link.write(Buffer.from('?'));
    await device.received(1);
    await clock.advance(59_000);
    await device.send('.');
    await take(link, 1);
    await clock.advance(59_000);
    await link.write(Buffer.from('still open'));
    await clock.advance(1000);
    assert.equal((await link.closed)?.message, `${link.name}: no bytes for 1 min`);
    assert.equal(await take(link, 1), '');
  };
  scenario('silence for longer than the quiet limit closes it, and any byte begins the time anew', silence, {
    quietLimit: 60_000,
  });

  if (!noticesAbsence) continue;

  scenario('a device that goes away ends it with an error, after what had come', async (device, link) => {
    await link.write(Buffer.from('?'));
    await device.received(1);
    const reading = take(link, 100);
    await device.send('last words');
    await device.unplug?.();
    const error = await link.closed;
    assert.ok(error instanceof ConnectionError);
    assert.match(
      error.message,
      new RegExp(
        `^${kind}://.*: (connection closed by the device|connection reset by the device|the device disappeared)$`,
      ),
    );
    assert.ok('last words'.startsWith(await reading));
    await assert.rejects(link.write(Buffer.from('x')), error);
  });
}
