import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { testServer } from '../test-server.ts';
import { until } from '../test-until.ts';

let scene: Awaited<ReturnType<typeof testServer>>;
const isReady = async () => (await scene.bus.find('instrument', 'ctd')?.summary())?.state === 'command';

before(async () => {
  scene = await testServer({ instruments: { ctd: 'sea_bird.sbe37_smp' } });
  await until(scene.bus, 'summary', ({ state }) => state === 'command', isReady);
});
after(() => scene[Symbol.asyncDispose]());

/** Asks as scripts do that were written for OOI's agent: with Python's `requests`, arguments in the query or as a form. */
async function call(method: 'GET' | 'POST' | 'DELETE', path: string, form?: Readonly<Record<string, unknown>>) {
  const text = Object.entries(form ?? {}).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const response = await fetch(`${scene.origin}/instrument${path}`, {
    method,
    body: form === undefined ? null : new URLSearchParams(text),
  });
  const body = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json');
  return { status: response.status, text: body, json: isJson ? JSON.parse(body) : undefined };
}

/** Asks again until it is so, a limited number of times: as scripts wait for a driver. */
async function poll<T>(ask: () => Promise<T>, isSo: (answer: T) => boolean): Promise<T> {
  for (let i = 0; i < 600; i++) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return assert.fail('it has not come to that');
}

test('a script finds the instruments, their states, and all there is to say of one', async () => {
  assert.deepEqual((await call('GET', '/api')).json, ['ctd']);
  assert.deepEqual((await call('GET', '/api/status')).json, { ctd: 'DRIVER_STATE_COMMAND' });
  assert.deepEqual((await call('GET', '/api/status?startswith=adcp')).json, {});
  const all = (await call('GET', '/api/ctd/resource')).json.value;
  const { json } = await call('GET', '/api/ctd');
  // The reply of `overall_state` in OOI's wrapper, and what the agent adds.
  assert.deepEqual(Object.keys(json).sort(), ['cmd', 'locked-by', 'time', 'type', 'value']);
  assert.deepEqual([json.type, json['locked-by'], json.cmd.cmd], ['DRIVER_ASYNC_RESULT', null, 'overall_state']);
  assert.ok(Math.abs(json.time - Date.now() / 1000) < 60);
  const { state, capabilities, metadata, parameters, init_params } = json.value;
  assert.equal(state, 'DRIVER_STATE_COMMAND');
  assert.ok(capabilities[0].includes('DRIVER_EVENT_START_AUTOSAMPLE'));
  assert.ok(capabilities[1].includes('interval'));
  assert.deepEqual(parameters, all);
  assert.deepEqual((await call('GET', '/api/ctd/resource?resource=ALL')).json.value, all);
  assert.equal(init_params.parameters.interval, metadata.parameters.interval.value.default);
  const { visibility, range, value } = metadata.parameters.interval;
  assert.deepEqual([visibility, value.type, value.units], ['READ_WRITE', 'int', 's']);
  // As its definition says, and the manual, 32767 being the most.
  assert.deepEqual(range, [1, 32767]);
});

test('who holds it is one script at a time, by its key', async () => {
  assert.deepEqual((await call('GET', '/api/ctd/lock')).json, { 'locked-by': null });
  assert.deepEqual((await call('POST', '/api/ctd/lock', { key: 'alice' })).json, { 'locked-by': 'alice' });
  assert.deepEqual((await call('GET', '/api/locks')).json, { locks: { ctd: 'alice' } });
  const taken = await call('POST', '/api/ctd/lock', { key: 'bob' });
  assert.deepEqual([taken.status, taken.json['locked-by']], [409, 'alice']);
  const ended = await call('POST', '/api/ctd/unlock', { key: 'bob' });
  assert.deepEqual([ended.status, ended.json['locked-by']], [409, 'alice']);
  const refused = await call('POST', '/api/ctd/execute', { command: 'DRIVER_EVENT_ACQUIRE_STATUS', key: 'bob' });
  assert.deepEqual([refused.status, refused.json['locked-by']], [409, 'alice']);
  assert.equal((await call('POST', '/api/ctd/resource', { resource: { interval: 30 } })).status, 409);
  assert.equal((await call('GET', '/api/ctd/resource?resource=interval')).status, 200);
});

test('parameters are set with the key, checked before, and read back', async () => {
  const set = await call('POST', '/api/ctd/resource', { resource: { interval: '33' }, key: 'alice' });
  assert.deepEqual([set.status, set.json.type], [200, 'DRIVER_ASYNC_RESULT'], set.text);
  const got = await call('GET', '/api/ctd/resource?resource=["interval"]');
  assert.deepEqual(got.json.value, { interval: 33 });
  const wrong = await call('POST', '/api/ctd/resource', { resource: { interval: 0, nothing: 2 }, key: 'alice' });
  assert.equal(wrong.status, 400);
  assert.deepEqual(Object.keys(wrong.json).sort(), ['interval', 'nothing']);
});

test('commands answer the state afterwards and the result; what goes wrong in the driver is told with 200', async () => {
  const begun = await call('POST', '/api/ctd/execute', { command: 'DRIVER_EVENT_START_AUTOSAMPLE', key: 'alice' });
  assert.equal(begun.json.type, 'DRIVER_ASYNC_RESULT', begun.text);
  assert.equal(begun.json.value[0], 'DRIVER_STATE_AUTOSAMPLE');
  await poll(
    () => call('GET', '/api/ctd/state'),
    ({ json }) => json.value === 'DRIVER_STATE_AUTOSAMPLE',
  );
  const again = await call('POST', '/api/ctd/execute', { command: 'DRIVER_EVENT_START_AUTOSAMPLE', key: 'alice' });
  assert.deepEqual([again.status, again.json.type], [200, 'DRIVER_ASYNC_EVENT_ERROR'], again.text);
  assert.equal(again.json.value[0], 660);
  assert.match(again.json.value[1], /^InstrumentStateException: /);
  await call('POST', '/api/ctd/execute', { command: 'DRIVER_EVENT_STOP_AUTOSAMPLE', key: 'alice' });
  assert.equal((await call('GET', '/api/ctd/state')).json.value, 'DRIVER_STATE_COMMAND');
});

test('an answer that takes longer than the script waits is 408; until it is over the driver is busy', async () => {
  const sample = { command: 'DRIVER_EVENT_ACQUIRE_SAMPLE', key: 'alice' };
  const late = await call('POST', '/api/ctd/execute', { ...sample, kwargs: { timeout: 1 } });
  assert.deepEqual([late.status, late.json], [408, { timeout: 'no response in timeout interval 1' }]);
  const busy = await call('POST', '/api/ctd/execute', sample);
  assert.deepEqual([busy.json.type, busy.json.value], ['DRIVER_ASYNC_RESULT', 'BUSY']);
  const { json } = await poll(
    () => call('POST', '/api/ctd/execute', sample),
    ({ json: told }) => told.value !== 'BUSY',
  );
  assert.equal(json.value[0], 'DRIVER_STATE_COMMAND');
});

test('direct access goes through commands, and its answers are sniffed', async () => {
  const sniff = () => call('GET', '/api/ctd/sniff?key=alice');
  assert.equal((await sniff()).status, 200);
  const execute = (command: string, kwargs = {}) => call('POST', '/api/ctd/execute', { command, kwargs, key: 'alice' });
  const begun = await execute('DRIVER_EVENT_START_DIRECT');
  assert.equal(begun.json.value[0], 'DRIVER_STATE_DIRECT_ACCESS', begun.text);
  const sent = await execute('EXECUTE_DIRECT', { data: `_base64:${Buffer.from('ds\r\n').toString('base64')}` });
  assert.equal(sent.json.type, 'DRIVER_ASYNC_RESULT', sent.text);
  let heard = '';
  await poll(sniff, ({ text }) => {
    heard += text;
    return heard.includes('SERIAL NO');
  });
  assert.match(heard, /FROM_DRIVER : {2}CRC OK : 'ds\\r\\n'/);
  assert.equal((await execute('DRIVER_EVENT_STOP_DIRECT')).json.type, 'DRIVER_ASYNC_RESULT');
  await poll(
    () => call('GET', '/api/ctd/state'),
    ({ json }) => json.value === 'DRIVER_STATE_COMMAND',
  );
});

test('the port agent tells where it listens; an instrument that is not there is not found', async () => {
  const { json } = await call('GET', '/api/ctd/portagent');
  assert.deepEqual(Object.keys(json), ['data', 'command', 'sniff']);
  assert.ok(json.data.port > 0);
  assert.match((await call('GET', '/api/ctd/ping')).json.value, /^ping from wrapper pid:\d+, resource:ctd$/);
  assert.equal((await call('GET', '/api/adcp')).status, 404);
});

test('the script lets it go and ends the driver, which is there again', async () => {
  assert.deepEqual((await call('POST', '/api/ctd/unlock', { key: 'alice' })).json, { 'locked-by': null });
  const before = (await call('GET', '/api/ctd/portagent')).json;
  const ended = await call('POST', '/api/ctd/shutdown', {});
  assert.equal(ended.json.value, 'Stopped driver process', ended.text);
  await poll(
    () => call('GET', '/api/ctd/state'),
    ({ json }) => json?.value === 'DRIVER_STATE_COMMAND',
  );
  assert.deepEqual((await call('GET', '/api/ctd/portagent')).json, before);
});

test('a lock belongs to a user: another one is not helped by knowing its key', async () => {
  const token = await scene.ask('POST', '/tokens', { name: 'mallory', role: 'operator' });
  await call('POST', '/api/ctd/lock', { key: 'alice' });
  const response = await fetch(`${scene.origin}/instrument/api/ctd/discover`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token.json.secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ key: 'alice' }),
  });
  assert.equal(response.status, 409);
  await call('DELETE', '/api/ctd/lock?key=alice');
});
