import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { loadInstrument } from '../instruments/find-instrument.ts';
import { systemClock } from '../kit/clock.ts';
import { readLog } from '../packet/log-reader.ts';
import { conditionOf } from '../port-agent/link-note.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { readEvents } from '../store/events/read-events.ts';
import { untilFiles } from './testing/lines-file.ts';
import { SondeProcess, sonde } from './testing/sonde-process.ts';

const within = (): AbortSignal => AbortSignal.timeout(60_000);

/** A place for one instrument, at this port. */
async function site(t: TestContext, port: number, startup: string) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-story-'));
  const data = join(folder, 'data');
  const env = { SONDE_RUNTIME_DIR: join(folder, 'control'), SUDO_USER: '' };
  const config = join(folder, 'sonde.yaml');
  const instrument = `{ kind: sea_bird.sbe37_smp, link: 'tcp://127.0.0.1:${port}', startup: ${startup} }`;
  await writeFile(config, `data: ${data}\ninstruments: { ctd: ${instrument} }\noutputs: { jsonl: ${folder}/out }\n`);
  t.after(async () => {
    await sonde(['port-agent', 'stop', 'ctd', '--data', data], env);
    await rm(folder, { recursive: true, force: true });
  });
  const events = join(data, 'ctd', 'events');
  return {
    data,
    log: join(data, 'ctd', 'log'),
    run: () => new SondeProcess(['run', '-c', config], env),
    say: (...args: string[]) => sonde(args, env),
    /** What was told, as `type by: subject`. */
    told: async () => (await readEvents([events])).map(({ type, by, subject = '' }) => `${type} ${by}: ${subject}`),
    events: () => readEvents([events]),
  };
}

/** Whether these come in this order, whatever is between them. */
function assertStory(told: readonly string[], story: readonly string[]): void {
  let at = -1;
  for (const expected of story) {
    at = told.indexOf(expected, at + 1);
    assert.ok(at >= 0, `'${expected}' is not told, or not in its place among:\n${told.join('\n')}`);
  }
}

test('a session leaves its story: who did what, what was said, and what came of it', {
  timeout: 120_000,
}, async (t) => {
  const definition = await loadInstrument('sea_bird.sbe37_smp');
  const device = await serveSimulator(definition, { tcp: 0, clock: systemClock });
  t.after(() => device[Symbol.asyncDispose]());
  const { run, say, told, events, data } = await site(t, device.port!, '{ mode: autosample }');
  const me = `${userInfo().username}@${hostname()}`;
  await using driver = run();
  const has = (line: string) => async (): Promise<boolean> => (await told()).includes(line);
  await untilFiles(has('command startup: start_autosample'), within());
  assert.equal((await say('set', 'ctd', 'interval=33')).code, 0);
  assert.equal((await say('exec', 'ctd', 'no_such_thing')).code, 2);
  await say('direct', 'ctd');
  await untilFiles(has(`command ${me} sonde direct: stop_direct`), within());
  await device[Symbol.asyncDispose]();
  await untilFiles(has('link_down port_agent: '), within());
  await untilFiles(has('state_changed driver: instrument_disconnected'), within());
  await driver.kill('SIGTERM');

  assertStory(await told(), [
    'agent_started driver: ',
    'attached driver: ',
    'exchange startup: acquire_status',
    'state_changed startup: command',
    'command startup: discover',
    'command startup: startup',
    'state_changed startup: autosample',
    'command startup: start_autosample',
    `state_changed ${me} sonde set: command`,
    `exchange ${me} sonde set: set interval`,
    `parameter_changed ${me} sonde set: interval`,
    `state_changed ${me} sonde set: autosample`,
    `command ${me} sonde set: set`,
    `command ${me} sonde exec: no_such_thing`,
    `state_changed ${me} sonde direct: direct_access`,
    `direct_access_begun ${me} sonde direct: `,
    `direct_access_ended ${me} sonde direct: `,
    'agent_stopped driver: ',
  ]);
  const all = await events();
  const change = all.find(({ type }) => type === 'parameter_changed')!;
  assert.deepEqual(change.details, { parameter: 'interval', from: 60, to: 33 });
  assert.equal(all.find(({ subject }) => subject === 'no_such_thing')?.level, 'warning');
  const link = all.find(({ type }) => type === 'link_down')!;
  assert.ok(link.log !== undefined && link.level === 'warning');

  const printed = await say('events', 'ctd', '--data', data, '--type', 'parameter_changed', '--json');
  assert.deepEqual(JSON.parse(printed.stdout).details, change.details);
  const table = await say('events', '--data', data, '--level', 'warning');
  assert.match(table.stdout, /ctd {2}warning {2}command .*no_such_thing failed after/);
  assert.match((await say('events', 'ctd', '--data', data, '--type', 'comand')).stderr, /did you mean 'command'/);
  assert.match((await say('events', 'ctb', '--data', data)).stderr, /there are no events in .*ctd/);
});

/** A device that can be hung up on. */
async function hangingDevice(t: TestContext) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    connected: () => sockets.size > 0,
    hangUp(): void {
      for (const socket of sockets) socket.destroy();
    },
  };
}

test('what the log says of the link is told once, though the program is killed while it changes', {
  timeout: 120_000,
}, async (t) => {
  const device = await hangingDevice(t);
  const { run, events, log } = await site(t, device.port, '{ mode: leave }');
  const linkNotes = async (): Promise<string[]> => {
    const places: string[] = [];
    for await (const batch of readLog(log))
      for (const { packet, position } of batch)
        if (conditionOf(packet) !== undefined) places.push(`${conditionOf(packet)} ${position.day}:${position.offset}`);
    return places;
  };
  const told = async (): Promise<string[]> =>
    (await events())
      .filter(({ type }) => type === 'link_up' || type === 'link_down')
      .map(({ type, log }) => `${type === 'link_up' ? 'connected' : 'disconnected'} ${log?.day}:${log?.offset}`);
  for (let kill = 0; kill < 4; kill++) {
    await using driver = run();
    await driver.said(/running/);
    await untilFiles(async () => device.connected(), within());
    device.hangUp();
    const before = (await linkNotes()).length;
    await untilFiles(async () => (await linkNotes()).length > before, within());
    if (kill % 2 === 1) await untilFiles(async () => (await told()).length > 0, within());
    await driver.kill('SIGKILL');
  }
  await using last = run();
  await untilFiles(async () => device.connected(), within());
  await untilFiles(async () => (await told()).length >= (await linkNotes()).length, within());
  await last.kill('SIGTERM');
  assert.deepEqual(await told(), await linkNotes());
});
