import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { needs } from '../../tools/needs.ts';
import { fromHex, toHex, toText } from '../kit/bytes.ts';
import { systemClock } from '../kit/clock.ts';
import { ConnectionError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import type { Link } from './link.ts';
import { openLink } from './open-link.ts';
import { parseLink } from './parse-link.ts';
import { escapeTelnet, telnetDecoder } from './telnet-codec.ts';
import { listen, serialDevice } from './test-devices.ts';

/** What ser2net 4.3.11 says first and to our greeting: SGA, ECHO, BINARY both ways, COM-PORT, its modem's state. */
const SER2NET = fromHex('fffb03 fffd03 fffb01 fffe01 fffd00 fffb00 fffd2c fffa2c6b00fff0');
const GREETING = 'fffb00fffd00fffb2c';
const ANSWERS = 'fffd03fffb03fffd01';

/** A telnet server that says these bytes, with all that it is told. */
async function server(t: TestContext, says: Uint8Array) {
  const host = await listen();
  t.after(() => host[Symbol.asyncDispose]());
  const heard: Buffer[] = [];
  let look = (): void => {};
  host.server.on('connection', (socket) => {
    socket.write(says);
    socket.on('data', (bytes: Buffer) => {
      heard.push(bytes);
      look();
    });
  });
  const told = (): string => toHex(Buffer.concat(heard), '');
  return {
    spec: parseLink(`telnet://127.0.0.1:${host.port}`),
    connection: host.connection,
    /** Resolves when it was told all of this, and nothing else before it. */
    until: (hex: string): Promise<void> =>
      new Promise<void>((resolve) => {
        look = () => {
          if (told().length >= hex.length) resolve();
        };
        look();
      }).then(() => assert.equal(told(), hex)),
  };
}

async function take(link: Link, length: number): Promise<string> {
  let text = '';
  for await (const { bytes } of link.chunks) {
    text += toText(bytes);
    if (text.length >= length) break;
  }
  return text;
}

test('telnet’s own is taken out of what comes, however it is cut, and answered once', () => {
  const all = Buffer.concat([
    Buffer.from('D 1'),
    SER2NET,
    fromHex('ffff 0d00 fff1 fffd2c fffb05 fffd18'),
    Buffer.from('2'),
  ]);
  for (let size = 1; size <= all.length; size++) {
    const answered: Uint8Array[] = [];
    const decoder = telnetDecoder((bytes) => answered.push(bytes));
    const data: Uint8Array[] = [];
    for (let at = 0; at < all.length; at += size) data.push(decoder.push(all.subarray(at, at + size)));
    assert.equal(toText(Buffer.concat(data)), 'D 1\xff\r\x002');
    assert.equal(toHex(Buffer.concat(answered), ''), `${ANSWERS}fffe05fffc18`);
    assert.deepEqual(decoder.agreed, { binaryIn: true, binaryOut: true, comPort: true });
  }
  assert.equal(toHex(escapeTelnet(fromHex('00ff0aff')), ''), '00ffff0affff');
});

test('a break is held by two commands to the server, as long as was asked', async (t) => {
  const { spec, until } = await server(t, SER2NET);
  const clock = new FakeClock();
  await using link = await openLink(spec, { clock });
  const held = link.sendBreak(1000);
  await until(`${GREETING}${ANSWERS}fffa2c0505fff0`);
  await clock.advance(1000);
  await held;
  await until(`${GREETING}${ANSWERS}fffa2c0505fff0fffa2c0506fff0`);
  assert.equal(clock.pending, 0);
});

test('a server without RFC 2217 carries bytes, but no break', async (t) => {
  const { spec, connection } = await server(t, fromHex('fffd00 fffb00 fffe2c'));
  await using link = await openLink(spec, { clock: new FakeClock() });
  (await connection()).write(fromHex('ffff41'));
  assert.equal(await take(link, 2), '\xffA');
  await assert.rejects(link.sendBreak(100), { code: 'not_implemented', message: /knows no break \(RFC 2217\)$/ });
});

test('a server that would change bytes, or does not speak telnet, is no link', async (t) => {
  const refusing = await server(t, fromHex('fffe00 fffc00 fffd2c'));
  await assert.rejects(openLink(refusing.spec, { clock: new FakeClock() }), {
    code: 'connection',
    message: /^telnet:.*: the server does not carry all bytes as they are$/,
  });
  const plain = await server(t, Buffer.from('S>'));
  const clock = new FakeClock();
  const failed = assert.rejects(openLink(plain.spec, { clock }), {
    message: /^telnet:.*: what answers there does not speak telnet$/,
  });
  await plain.until(GREETING);
  await clock.advance(5000);
  await failed;
  assert.equal(clock.pending, 0);
});

test('a server that leaves before it has agreed is told as such', async (t) => {
  const { spec, connection } = await server(t, Buffer.from(''));
  const failed = assert.rejects(openLink(spec, { clock: new FakeClock() }), ConnectionError);
  (await connection()).destroy();
  await failed;
});

/** ser2net in front of a pair of ptys. */
async function ser2net(t: TestContext, path: string): Promise<number> {
  const { port, [Symbol.asyncDispose]: release } = await listen();
  await release();
  const dir = await mkdtemp(join(tmpdir(), 'sonde-ser2net-'));
  const config = join(dir, 'ser2net.yaml');
  await writeFile(
    config,
    `connection: &one\n  accepter: telnet(rfc2217),tcp,127.0.0.1,${port}\n  connector: serialdev,${path},115200n81,local\n`,
  );
  const child = spawn('ser2net', ['-d', '-c', config, '-P', join(dir, 'pid')], { stdio: 'ignore' });
  t.after(async () => {
    const gone = once(child, 'exit');
    child.kill();
    await gone;
    await rm(dir, { recursive: true });
  });
  return port;
}

/** It does not say when it listens. */
async function openSoon(text: string): Promise<Link> {
  for (let tries = 1; ; tries++) {
    try {
      return await openLink(parseLink(text), { clock: systemClock });
    } catch (error) {
      if (tries === 100) throw error;
      await setTimeout(50);
    }
  }
}

test('ser2net carries all 256 bytes both ways', async (t) => {
  if (!needs('ser2net', t) || !needs('socat', t)) return;
  await using device = await serialDevice();
  assert.equal(device.spec.type, 'serial');
  const port = await ser2net(t, device.spec.type === 'serial' ? device.spec.path : '');
  await using link = await openSoon(`telnet://127.0.0.1:${port}`);
  const all = String.fromCharCode(...Array.from({ length: 256 }, (_, i) => i));
  await link.write(Buffer.from(all, 'latin1'));
  assert.equal(await device.received(256), all);
  await device.send(all);
  assert.equal(await take(link, 256), all);
  await link.sendBreak(100);
});
