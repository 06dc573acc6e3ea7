import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { needs } from '../../tools/needs.ts';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { type Clock, systemClock } from '../kit/clock.ts';
import { ConnectionError } from '../kit/errors.ts';
import { DeclaredDriver } from './declared-driver.ts';
import { fastClock, type Rig, startDriver } from './test-rig.ts';
import { Told } from './told.ts';

const PULLS = 100;
/** A pair of terminals takes a second to make and to lose; `SONDE_PTY_PULLS=100` does it as often as the others. */
const PTY_PULLS = Number(process.env.SONDE_PTY_PULLS ?? 10);

/** A TCP server whose clients can be thrown out, and will be back. */
async function cable(t: TestContext, onClient: (socket: Socket) => void = () => {}) {
  const sockets = new Set<Socket>();
  let joined = Promise.withResolvers<void>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    onClient(socket);
    joined.resolve();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const pull = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  t.after(() => {
    pull();
    server.close();
  });
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  return {
    port: address.port,
    pull,
    heard: async (): Promise<string> => {
      while (sockets.size === 0) {
        joined = Promise.withResolvers();
        await joined.promise;
      }
      const [bytes] = await once([...sockets].at(-1)!, 'data');
      return String(bytes);
    },
  };
}

/** A clock that knows how many of its timers wait. */
function countingClock(clock: Clock): Clock & { readonly waiting: number } {
  let waiting = 0;
  return {
    now: clock.now,
    elapsed: clock.elapsed,
    after(ms, run) {
      let open = true;
      const end = (): void => {
        if (open) waiting--;
        open = false;
      };
      waiting++;
      const timer = clock.after(ms, () => {
        end();
        run();
      });
      return {
        cancel() {
          end();
          timer.cancel();
        },
      };
    },
    get waiting() {
      return waiting;
    },
  };
}

const handles = (): number => process.getActiveResourcesInfo().length;

/** Pulls, waits until the driver has seen it, and until it is back. */
async function pullAndWait({ driver, told }: Rig, pull: () => void, gone: string): Promise<void> {
  told.forget();
  pull();
  await told.until(() => told.states.includes(gone) && driver.getCurrentState() === 'unknown');
}

test(`an instrument whose cable is pulled ${PULLS} times is back each time, and nothing is left behind`, async (t) => {
  const device = await cable(t, (socket) => socket.write('S>'));
  const clock = countingClock(systemClock);
  const agentClock = countingClock(fastClock(100));
  const waiting = (): number => clock.waiting + agentClock.waiting;
  const link = { type: 'tcp', host: '127.0.0.1', port: device.port } as const;
  const rig = await startDriver(t, { definition: sbe37Smp, link, clock, agentClock });
  const pull = () => pullAndWait(rig, device.pull, 'instrument_disconnected');
  await pull();
  const before = { handles: handles(), timers: waiting() };
  for (let i = 0; i < PULLS; i++) {
    await pull();
    assert.deepEqual(rig.told.states, ['instrument_disconnected', 'unknown']);
    assert.equal(rig.told.errors.length, 1, 'one error for one outage');
  }
  assert(handles() <= before.handles + 3, `${before.handles} handles became ${handles()}`);
  assert(waiting() <= before.timers + 2, `${before.timers} timers became ${waiting()}`);
});

test('a command fails at once when the cable is pulled under it, and the next one is spoken over the new connection', async (t) => {
  const device = await cable(t);
  const clock = fastClock(20);
  const link = { type: 'tcp', host: '127.0.0.1', port: device.port } as const;
  const { driver, told } = await startDriver(t, { definition: sbe37Smp, link, clock });
  for (let i = 0; i < 5; i++) {
    const heard = device.heard();
    const discovering = driver.discover();
    const failed = assert.rejects(discovering, ConnectionError);
    await heard;
    device.pull();
    await failed;
    await told.until(() => driver.getCurrentState() === 'unknown');
  }
  assert.equal(told.of('exchange').filter(({ exchange }) => exchange.ended === 'lost').length, 5);
});

test(`a port agent that is cut off ${PULLS} times is attached to again each time, and nothing is left behind`, async (t) => {
  const device = await cable(t);
  const link = { type: 'tcp', host: '127.0.0.1', port: device.port } as const;
  const clock = countingClock(systemClock);
  const { config, agent } = await startDriver(t, { definition: sbe37Smp, link });
  const between = await cable(t, (socket) => {
    const onward = connect(config.http_port, '127.0.0.1');
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  });
  const told = new Told();
  const driver = new DeclaredDriver(told.hear, {
    definition: sbe37Smp,
    instrument: 'unit',
    clock,
    reconnect: { first: 10, longest: 50 },
  });
  t.after(() => driver.close());
  await driver.configure({ ...config, http_port: between.port });
  await driver.connect();
  const rig = { driver, told, agent, config, log: '' };
  const pull = () => pullAndWait(rig, between.pull, 'disconnected');
  await pull();
  const before = { handles: handles(), timers: clock.waiting };
  for (let i = 0; i < PULLS; i++) await pull();
  assert(handles() <= before.handles + 6, `${before.handles} handles became ${handles()}`);
  assert(clock.waiting <= before.timers + 2, `${before.timers} timers became ${clock.waiting}`);
  await driver.close();
  assert.equal(clock.waiting, 0);
});

/** A pair of serial devices, one for the port agent and one for the instrument. */
async function serialPair(folder: string) {
  const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
  const socat = spawn('socat', [`pty,raw,echo=0,link=${ours}`, `pty,raw,echo=0,link=${theirs}`], { stdio: 'ignore' });
  const over = new AbortController();
  const appeared = new Promise<void>((resolve) => {
    const look = (): void => {
      if (existsSync(ours) && existsSync(theirs)) resolve();
    };
    watch(folder, { signal: over.signal }, look).on('error', () => {});
    look();
  });
  await appeared;
  over.abort();
  return {
    path: ours,
    async remove(): Promise<void> {
      socat.kill('SIGKILL');
      if (socat.exitCode === null && socat.signalCode === null) await once(socat, 'exit');
      await Promise.all([ours, theirs].map((path) => rm(path, { force: true })));
    },
  };
}

test(`a serial device that disappears and comes back ${PTY_PULLS} times is in use again each time, and nothing is left behind`, async (t) => {
  if (!needs('socat', t)) return;
  const folder = await mkdtemp(join(tmpdir(), 'sonde-pty-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  let pair = await serialPair(folder);
  t.after(() => pair.remove());
  const line = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flowControl: 'none' } as const;
  const clock = fastClock(20);
  const { driver, told } = await startDriver(t, {
    definition: sbe37Smp,
    link: { type: 'serial', path: pair.path, ...line },
    clock,
  });
  let before = Number.POSITIVE_INFINITY;
  for (let i = 0; i < PTY_PULLS; i++) {
    await pair.remove();
    await told.until(() => driver.getCurrentState() === 'instrument_disconnected');
    pair = await serialPair(folder);
    await told.until(() => driver.getCurrentState() === 'unknown');
    if (i === 2) before = handles();
  }
  assert(handles() <= before + 3, `${before} handles became ${handles()}`);
});
