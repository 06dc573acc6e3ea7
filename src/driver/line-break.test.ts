import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type TestContext, test } from 'node:test';
import { defineInstrument } from '../definition/define-instrument.ts';
import { number } from '../definition/field.ts';
import { lineBreak } from '../definition/send.ts';
import { line } from '../definition/stream.ts';
import { toText } from '../kit/bytes.ts';
import { parseLink } from '../link/parse-link.ts';
import { controlPort, listen } from '../link/test-devices.ts';
import { readLog } from '../packet/log-reader.ts';
import { startDriver } from './test-rig.ts';

/** An instrument that hears nothing but a break while it streams. */
const sounder = defineInstrument({
  kind: 'test.sounder',
  maker: 'Test',
  model: 'Sounder',
  dialogue: { newline: '\r\n', prompt: />$/, timeout: '5 s' },
  discover: { listen: '5 s', ask: 'status' },
  states: { command: {}, autosample: { streaming: ['depth'] } },
  commands: {
    status: { send: 'PS', in: 'command' },
    stop_autosample: { send: [lineBreak('1 s')], in: 'autosample', to: 'command' },
  },
  parameters: {},
  samples: { depth: line(/^D (?<depth>\d+\.\d)$/, { depth: number({ unit: 'm' }) }) },
  simulation: {
    replies: { status: 'OK\r\n' },
    records: { depth: 'D 12.5\r\n' },
    prompt: '>',
    rejects: 'ERR\r\n>',
    values: {},
    streams: {},
  },
});

/** Behind a terminal server with a control port. */
async function startSounder(t: TestContext) {
  const device = await listen();
  t.after(() => device[Symbol.asyncDispose]());
  const control = await controlPort();
  t.after(() => control[Symbol.asyncDispose]());
  const link = parseLink(`tcp://127.0.0.1:${device.port}?control=${control.port}`);
  const rig = await startDriver(t, { definition: sounder, link });
  const wire = await device.connection();
  wire.write('D 12.5\r\n');
  await rig.told.until(() => rig.told.samples.length === 1);
  return { ...rig, control, wire };
}

test('a break goes from the definition through driver, port agent and control port to the instrument', async (t) => {
  const { driver, agent, told, control, wire, log } = await startSounder(t);
  assert.equal(await driver.discover(), 'autosample');
  const stopped = driver.executeStopAutosample();
  assert.equal(await control.received(11), 'break 1000\n');
  wire.write('BREAK Wakeup A\r\n>');
  assert.match(String(await stopped), /BREAK Wakeup A/);
  assert.equal(driver.getCurrentState(), 'command');
  assert.equal(told.of('exchange').at(-1)?.exchange.ended, 'prompt');

  await agent.close();
  const notes: string[] = [];
  for await (const packets of readLog(log)) {
    for (const { packet } of packets) if (packet.type === 'PORT_AGENT_STATUS') notes.push(toText(packet.payload));
  }
  assert.deepEqual(
    notes.filter((note) => note.startsWith('BREAK')),
    ['BREAK 1000 OK'],
  );
});

test('a break goes through the command port, as the original client sends it', async (t) => {
  const { agent, control } = await startSounder(t);
  const socket = connect(agent.ports.command, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.write('break 500\n');
  const [answer] = await once(socket, 'data');
  assert.equal(String(answer), 'break 500\n');
  assert.equal(await control.received(10), 'break 500\n');
  socket.write('get_config\n');
  const { type, digiport } = JSON.parse(String((await once(socket, 'data'))[0]));
  assert.deepEqual([type, digiport], ['rsn', control.port]);
});

test('a break that the terminal server does not take fails the command with the port’s number', async (t) => {
  const { driver, control } = await startSounder(t);
  await driver.discover();
  await control[Symbol.asyncDispose]();
  await assert.rejects(driver.executeStopAutosample(), {
    code: 'connection',
    message: new RegExp(`tcp://127.0.0.1:\\d+: control port ${control.port}: connection refused`),
  });
});
