import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';
import { needs } from '../../tools/needs.ts';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { toText } from '../kit/bytes.ts';
import { systemClock } from '../kit/clock.ts';
import { ConfigError, ConnectionError } from '../kit/errors.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import { openLink } from '../link/open-link.ts';
import { serialDevice } from '../link/test-devices.ts';
import { parseFault } from './fault.ts';
import { InstrumentSimulator } from './instrument-simulator.ts';
import { serveSimulator } from './serve.ts';

/** A client that says something and waits until what came matches. */
async function dial(port: number) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  let got = '';
  let check = (): void => {};
  socket.on('data', (bytes) => {
    got += toText(bytes);
    check();
  });
  return {
    socket,
    say: (text: string) => socket.write(text, 'latin1'),
    /** Resolves to all that came since the last time, once it matches. */
    until: (pattern: RegExp): Promise<string> =>
      new Promise((resolve) => {
        check = () => {
          if (!pattern.test(got)) return;
          const all = got;
          got = '';
          check = () => {};
          resolve(all);
        };
        check();
      }),
    async [Symbol.asyncDispose]() {
      await ended(socket);
    },
  };
}

async function ended(socket: Socket): Promise<void> {
  if (socket.closed) return;
  const closed = once(socket, 'close');
  socket.destroy();
  await closed;
}

test('a whole session by a plain socket', async () => {
  const clock = new FakeClock();
  await using served = await serveSimulator(sbe37Smp, { tcp: 0, clock, asleep: true, initial: { interval: 10 } });
  await using client = await dial(served.port!);
  client.say('\r\n');
  await client.until(/S>$/);
  client.say('ds\r\n');
  assert.match(await client.until(/S>$/), /sample interval = 10 seconds/);
  client.say('INTERVAL=5\r\n');
  await client.until(/S>$/);
  client.say('ds\r\n');
  assert.match(await client.until(/S>$/), /sample interval = 5 seconds/);
  client.say('ts\r\n');
  await client.until(/ts\r\n$/);
  await clock.advance(2000);
  await client.until(/^#[^\r]*\r\nS>$/);
  client.say('startnow\r\n');
  await client.until(/start now\r\n$/);
  await clock.advance(11_000);
  assert.equal((await client.until(/(#[^\r]*\r\n){3}/)).match(/#/g)?.length, 3);
  client.say('stop\r\n');
  await client.until(/S>$/);
  client.say('tt\r\n');
  await client.until(/tt\r\n$/);
  await clock.advance(1000);
  await client.until(/( *\d+\.\d+\r\n){10}$/);
  client.say('\x1b');
  await client.until(/^S>$/);
  client.say('nonsense\r\n');
  await client.until(/\?cmd S>$/);
  await clock.advance(120_000);
  client.say('ds\r\n');
  assert.equal(await client.until(/S>$/), '\r\nS>');
});

test('all clients hear the same, and dropping them leaves the instrument as it is', async () => {
  await using served = await serveSimulator(sbe37Smp, { tcp: 0, clock: new FakeClock() });
  await using one = await dial(served.port!);
  await using two = await dial(served.port!);
  // Both are known to the server once both have heard something that each of them caused.
  two.say('\r\n');
  await two.until(/S>$/);
  one.say('INTERVAL=99\r\n');
  await one.until(/99\r\nS>$/);
  await two.until(/99\r\nS>$/);
  const gone = Promise.all([once(one.socket, 'close'), once(two.socket, 'close')]);
  served.dropClients();
  await gone;
  await using again = await dial(served.port!);
  again.say('ds\r\n');
  assert.match(await again.until(/S>$/), /sample interval = 99 seconds/);
});

test('faults hold from the beginning, and one that drops hangs up', async () => {
  const faults = [parseFault('half-reply')];
  await using served = await serveSimulator(sbe37Smp, { tcp: 0, clock: new FakeClock(), faults });
  await using client = await dial(served.port!);
  client.say('\r\n');
  assert.equal(await client.until(/S$/), '\r\nS');
  const closed = once(client.socket, 'close');
  served.simulator.setFault(parseFault('drop'));
  await closed;
});

test('a simulator that was given lives on when its wire is closed', async () => {
  const clock = new FakeClock();
  const simulator = new InstrumentSimulator(sbe37Smp, { clock });
  const served = await serveSimulator(simulator, { tcp: 0 });
  await served.close();
  await served.close();
  simulator.receive(Buffer.from('INTERVAL=7\r\n'));
  assert.equal(simulator.parameters.interval, 7);
  simulator.close();
  assert.equal(clock.pending, 0);
});

test('a port that is taken is a connection error that names it, and leaves nothing behind', async () => {
  const clock = new FakeClock();
  await using first = await serveSimulator(sbe37Smp, { tcp: 0, clock });
  const pending = clock.pending;
  await assert.rejects(serveSimulator(sbe37Smp, { tcp: first.port!, clock }), (error) => {
    return error instanceof ConnectionError && error.message.includes(`tcp://127.0.0.1:${first.port}`);
  });
  assert.equal(clock.pending, pending);
  await assert.rejects(serveSimulator(sbe37Smp, { clock }), ConfigError);
});

test('the same on a serial device', async (t) => {
  if (!needs('socat', t)) return;
  await using device = await serialDevice();
  assert.ok(device.spec.type === 'serial');
  await using served = await serveSimulator(sbe37Smp, { serial: device.spec.path, clock: new FakeClock() });
  assert.equal(served.path, device.spec.path);
  await device.send('INTERVAL=33\r\n');
  assert.equal(await device.received('INTERVAL=33\r\nS>'.length), 'INTERVAL=33\r\nS>');
});

test('a break is asked for at the control port, as at a terminal server', async () => {
  const clock = new FakeClock();
  const simulator = new InstrumentSimulator(sbe37Smp, { clock });
  const breaks: number[] = [];
  simulator.receiveBreak = (ms) => void breaks.push(ms);
  await using served = await serveSimulator(simulator, { tcp: 0, control: 0 });
  const link = await openLink(
    { type: 'tcp', host: '127.0.0.1', port: served.port!, controlPort: served.control! },
    { clock: systemClock },
  );
  await link.sendBreak(300);
  await link.close();
  assert.deepEqual(breaks, [300]);
  await using client = await dial(served.control!);
  client.say('break 1');
  client.say('000\nget_state\n');
  const answer = await client.until(/^OK\r\nERROR.*\r\n$/);
  assert.match(answer, /'get_state' is not understood; there is: break <milliseconds>/);
  assert.deepEqual(breaks, [300, 1000]);
  simulator.close();
});

test('a serial device has no control port, and one that is taken is a connection error', async () => {
  await assert.rejects(serveSimulator(sbe37Smp, { serial: '/dev/null', control: 0 }), ConfigError);
  await using first = await serveSimulator(sbe37Smp, { tcp: 0, control: 0, clock: new FakeClock() });
  const taken = { tcp: 0, control: first.control!, clock: new FakeClock() };
  await assert.rejects(serveSimulator(sbe37Smp, taken), ConnectionError);
  assert.equal(taken.clock.pending, 0);
});
