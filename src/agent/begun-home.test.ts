import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begunHome } from './begun-home.ts';
import type { PortAgentHome } from './port-agent-home.ts';

type Find = PortAgentHome<string>['find'];

const never: Find = (signal) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

/** A home whose finds are, in turn, these; what was done is noted. */
function homeOf(...finds: readonly Find[]) {
  const done: string[] = [];
  let next = 0;
  const home: PortAgentHome<string> = {
    async find(signal, onBegun) {
      done.push('find');
      return finds[next++]!(signal, onBegun);
    },
    async stop() {
      done.push('stop');
    },
  };
  return { home, done };
}

test('a port agent is started before anybody asks, and who asks first gets that one', async () => {
  const answer = Promise.withResolvers<string>();
  const { home, done } = homeOf(
    (_, onBegun) => {
      onBegun?.();
      return answer.promise;
    },
    async () => 'second',
  );
  const begun = await begunHome(home);
  assert.deepEqual(done, ['find']);
  const { signal } = new AbortController();
  const found = begun.find(signal);
  answer.resolve('first');
  assert.equal(await found, 'first');
  assert.equal(await begun.find(signal), 'second');
});

test('one that cannot be started is told to who asks; asked again, it is tried again', async () => {
  const { home } = homeOf(
    async () => {
      throw new Error('no such device');
    },
    async () => 'second',
  );
  const begun = await begunHome(home);
  const { signal } = new AbortController();
  await assert.rejects(begun.find(signal), /no such device/);
  assert.equal(await begun.find(signal), 'second');
});

test('who breaks off the wait for it breaks off its start', async () => {
  const { home } = homeOf((signal, onBegun) => {
    onBegun?.();
    return never(signal);
  });
  const begun = await begunHome(home);
  const stop = new AbortController();
  const found = begun.find(stop.signal);
  stop.abort(new Error('enough'));
  await assert.rejects(found, /enough/);
});

test('one that nobody asked for is stopped once its start is broken off', async () => {
  const { home, done } = homeOf((signal, onBegun) => {
    onBegun?.();
    return never(signal);
  });
  await (await begunHome(home)).stop();
  assert.deepEqual(done, ['find', 'stop']);
});
