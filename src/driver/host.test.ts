import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mast, probe } from '../agent/test-passengers.ts';
import { ConnectionError, NotImplementedError, StateError } from '../kit/errors.ts';
import type { Values } from '../model/sample.ts';
import { type Host, stateBeside, throughHost } from './host.ts';

const hostIn = (state: string, execute: Host['execute'] = async () => ''): Host => ({
  id: 'mast',
  definition: mast,
  state,
  execute,
  onState: () => () => {},
});

const { signal } = new AbortController();

test('a passenger streams and listens with its host; what the host does else tells nothing', () => {
  assert.equal(stateBeside(hostIn('autosample'), probe), 'autosample');
  assert.equal(stateBeside(hostIn('command'), probe), 'command');
  assert.equal(stateBeside(hostIn('unknown'), probe), 'unknown');
  const sampling = { ...mast.states, sampling: { streaming: ['air'] } };
  assert.equal(stateBeside({ ...hostIn('sampling'), definition: { ...mast, states: sampling } }, probe), 'autosample');
  assert.throws(
    () => stateBeside(hostIn('testing'), probe),
    (error) =>
      error instanceof StateError && /'discover behind mast' is not possible in state 'testing'/.test(error.message),
  );
});

test('what is said is an argument of the host’s command, and what the host adds to the reply is taken out everywhere', async () => {
  const asked: [string, Values][] = [];
  const say = throughHost(
    hostIn('command', async (command, args) => {
      asked.push([command, args]);
      return 'To probe: x\r\nPROBE 1\r\nPROBE 2\r\n';
    }),
    { command: 'send_probe', argument: 'text', removes: /^To probe: .*\r\n|^PROBE /m },
  );
  assert.equal(await say('x', signal), '1\r\n2\r\n');
  assert.deepEqual(asked, [['send_probe', { text: 'x' }]]);
});

test('a host without its instrument, or lost while its turn was awaited, is a ConnectionError that names it', async () => {
  const tunnel = { command: 'send_probe', argument: 'text' };
  const away = (error: unknown): boolean =>
    error instanceof ConnectionError && /mast, through which it is reached, is itself disconnected/.test(error.message);
  await assert.rejects(throughHost(hostIn('disconnected'), tunnel)('x', signal), away);
  let state = 'command';
  const host: Host = {
    ...hostIn('command', async () => {
      state = 'disconnected';
      throw new StateError('execute', 'disconnected', []);
    }),
    get state() {
      return state;
    },
  };
  await assert.rejects(throughHost(host, tunnel)('x', signal), away);
});

test('through a command of the host that brings no text nothing can be said', async () => {
  const say = throughHost(
    hostIn('command', async () => ({ volts: 3 })),
    { command: 'send_probe', argument: 'text' },
  );
  await assert.rejects(say('x', signal), (error) => {
    assert(error instanceof NotImplementedError);
    assert.match(error.message, /'send_probe' of mast brings no text/);
    return true;
  });
});
