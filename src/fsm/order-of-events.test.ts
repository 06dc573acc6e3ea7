import assert from 'node:assert/strict';
import { AsyncResource } from 'node:async_hooks';
import { test } from 'node:test';
import { ConnectionError, StateError } from '../kit/errors.ts';
import { EventError } from './errors.ts';
import { outsideHandlers } from './handling.ts';
import { endless, machine } from './test-machine.ts';

test('events are handled one at a time in order of arrival, each in the state that the one before left', async () => {
  const steps: string[] = [];
  const gate = Promise.withResolvers<void>();
  const { fsm } = machine({
    idle: {
      connect: async () => {
        steps.push('connect begins');
        await gate.promise;
        steps.push('connect ends');
        return { next: 'command' };
      },
    },
    command: {
      sample: async ({ args }) => {
        steps.push(`sample ${args} begins`);
        await null;
        steps.push(`sample ${args} ends`);
        return { result: args };
      },
    },
  });
  await fsm.start();
  const all = Promise.all([fsm.onEvent('connect'), fsm.onEvent('sample', 1), fsm.onEvent('sample', 2)]);
  gate.resolve();
  assert.deepEqual(await all, [undefined, 1, 2]);
  assert.deepEqual(steps, [
    ...['connect begins', 'connect ends'],
    ...['sample 1 begins', 'sample 1 ends', 'sample 2 begins', 'sample 2 ends'],
  ]);
});

test('events sent while the first state is being entered wait for it, preempting ones too', async () => {
  const steps: string[] = [];
  const { fsm } = machine({
    idle: {
      enter: async () => {
        await null;
        steps.push('entered');
      },
      connect: () => void steps.push('connect'),
      lost: () => void steps.push('lost'),
    },
  });
  await Promise.all([fsm.start(), fsm.onEvent('connect'), fsm.onEvent('lost')]);
  assert.deepEqual(steps, ['entered', 'lost', 'connect']);
});

test('a machine that is not started, started twice or closed says so', async () => {
  const { fsm } = machine({ idle: { connect: () => {} } });
  assert.deepEqual([fsm.events(), fsm.can('connect')], [[], false]);
  await assert.rejects(fsm.onEvent('connect'), /state 'not started'; possible now: start/);
  await fsm.start();
  await assert.rejects(fsm.start(), /'start' is not possible in state 'idle'/);
  await fsm.close();
  assert.deepEqual([fsm.events(), fsm.can('connect')], [[], false]);
  await assert.rejects(fsm.onEvent('connect'), /state 'closed'; nothing is possible now/);
  await assert.rejects(fsm.start(), /state 'closed'/);
});

test('a preempting event aborts what runs with its own error, waits for it to let go, then goes first', async () => {
  const steps: string[] = [];
  const { run, begun } = endless();
  const { fsm } = machine({
    idle: {
      sample: (context) =>
        run(context).catch(async (error) => {
          await null;
          steps.push('let go');
          throw error;
        }),
      connect: () => void steps.push('connect'),
      lost: () => {
        steps.push('lost');
        return { next: 'command' };
      },
    },
    command: { stop: () => void steps.push('stop') },
  });
  await fsm.start();
  const cable = new ConnectionError('the cable was pulled');
  const sample = assert.rejects(fsm.onEvent('sample'), cable);
  const connect = assert.rejects(fsm.onEvent('connect'), /'connect' is not possible in state 'command'/);
  const stop = fsm.onEvent('stop');
  await begun;
  await fsm.onEvent('lost', cable);
  await Promise.all([sample, connect, stop]);
  assert.deepEqual(steps, ['let go', 'lost', 'stop']);
});

test('without an error of its own, a preempting event says what it interrupted', async () => {
  const { run, begun } = endless();
  const { fsm } = machine({ idle: { sample: run, lost: () => {} } });
  await fsm.start();
  const sample = assert.rejects(fsm.onEvent('sample'), (error) => {
    assert(error instanceof EventError);
    assert.deepEqual([error.code, error.message], ['state', "'sample' was interrupted by 'lost'"]);
    return true;
  });
  await begun;
  await fsm.onEvent('lost');
  await sample;
});

test('what ends well in spite of a preempting event has happened: its transition comes first', async () => {
  const { run, begun } = endless();
  const { fsm, told } = machine({
    idle: { connect: (context) => run(context).catch(() => ({ next: 'command', result: 'done' })) },
    command: { lost: () => ({ next: 'idle' }) },
  });
  await fsm.start();
  const connect = fsm.onEvent('connect');
  await begun;
  await fsm.onEvent('lost');
  assert.equal(await connect, 'done');
  assert.deepEqual(told, ['idle -connect-> command', 'command -lost-> idle']);
});

test('a preempting event interrupts enter too: the state is the new one and the result is delivered', async () => {
  const { run, begun } = endless();
  const { fsm, complaints } = machine({
    idle: { connect: () => ({ next: 'command', result: 'connected' }) },
    command: { enter: run, lost: () => ({ next: 'idle' }) },
  });
  await fsm.start();
  const connect = fsm.onEvent('connect');
  await begun;
  await fsm.onEvent('lost', new ConnectionError('gone'));
  assert.equal(await connect, 'connected');
  assert.deepEqual(
    complaints.map(({ error }) => error.message),
    ['gone'],
  );
  assert.equal(fsm.currentState, 'idle');
});

test('an event does not preempt itself: the second of two losses waits for the first to be dealt with', async () => {
  const gate = Promise.withResolvers<void>();
  const aborted: boolean[] = [];
  const { fsm } = machine({
    idle: {
      lost: async ({ signal }) => {
        await gate.promise;
        aborted.push(signal.aborted);
      },
    },
  });
  await fsm.start();
  const both = Promise.all([fsm.onEvent('lost'), fsm.onEvent('lost')]);
  gate.resolve();
  await both;
  assert.deepEqual(aborted, [false, false]);
});

test("a sender's signal takes its event back while it waits and aborts its handler while it runs", async () => {
  const { run, begun } = endless();
  let samples = 0;
  const { fsm } = machine({ idle: { stream: run, sample: () => ({ result: ++samples }) } });
  await fsm.start();
  const running = new AbortController();
  const waiting = new AbortController();
  const stream = assert.rejects(fsm.onEvent('stream', undefined, { signal: running.signal }), /enough/);
  const sample = assert.rejects(fsm.onEvent('sample', undefined, { signal: waiting.signal }), /never mind/);
  const kept = fsm.onEvent('sample', undefined, { signal: new AbortController().signal });
  await begun;
  waiting.abort(new Error('never mind'));
  await sample;
  running.abort(new Error('enough'));
  await stream;
  assert.equal(await kept, 1);
  await assert.rejects(fsm.onEvent('sample', undefined, { signal: running.signal }), /enough/);
  assert.equal(samples, 1);
});

test('an event raised inside a handler runs after it, and what goes wrong with it is reported', async () => {
  const steps: string[] = [];
  const { fsm, complaints } = machine({
    idle: {
      connect: async ({ fsm: self }) => {
        self.raise('sample', 'raised');
        await null;
        steps.push('connect ends');
        return { next: 'command' };
      },
    },
    command: {
      sample: ({ args, fsm: self }) => {
        steps.push(`sample ${args}`);
        self.raise('stream');
        self.raise('stop');
      },
      stop: () => ({ next: 'idle' }),
    },
  });
  await fsm.start();
  await fsm.onEvent('connect');
  await assert.rejects(fsm.onEvent('stream'), StateError);
  await assert.rejects(fsm.onEvent('stream'), StateError);
  assert.deepEqual(steps, ['connect ends', 'sample raised']);
  assert.equal(fsm.currentState, 'idle');
  assert.deepEqual(
    complaints.map(({ error, where }) => [error.name, where]),
    [['StateError', "handling 'stream'"]],
  );
});

test('a handler that waits for an event of its own machine is told to raise it, instead of hanging', async () => {
  const inner = machine({ idle: { sample: ({ args }) => ({ result: (args as () => Promise<unknown>)() }) } }).fsm;
  const { fsm } = machine({
    idle: {
      connect: async () => {
        await null;
        await fsm.onEvent('sample');
      },
      stream: () =>
        inner.onEvent('sample', () => fsm.onEvent('sample')).then(async (result) => ({ result: await result })),
      sample: () => ({ result: 'sampled' }),
    },
  });
  await Promise.all([fsm.start(), inner.start()]);
  await assert.rejects(fsm.onEvent('connect'), /inside a handler of the same machine.*use raise\('sample'\)/);
  await assert.rejects(fsm.onEvent('stream'), EventError, 'through another machine as well');
  assert.equal(await fsm.onEvent('sample'), 'sampled');
});

test('what a handler leaves behind may send events once the handler has ended', async () => {
  const timers: (() => Promise<unknown>)[] = [];
  const { fsm } = machine({
    idle: {
      connect: () => void timers.push(AsyncResource.bind(() => fsm.onEvent('sample'))),
      sample: () => ({ result: 'sampled' }),
    },
  });
  await fsm.start();
  await fsm.onEvent('connect');
  assert.equal(await timers[0]?.(), 'sampled');
});

test('listeners told of a transition, or told outside of handlers, may send events and wait for them', async () => {
  const answers: Promise<unknown>[] = [];
  const { fsm } = machine(
    {
      idle: {
        connect: async () => {
          outsideHandlers(() => answers.push(fsm.onEvent('sample', 'from a handler')));
          return { next: 'command' };
        },
      },
      command: { sample: ({ args }) => ({ result: args }) },
    },
    { onTransition: () => void answers.push(fsm.onEvent('sample', 'from a listener')) },
  );
  await fsm.start();
  await fsm.onEvent('connect');
  assert.deepEqual(await Promise.all(answers), ['from a handler', 'from a listener']);
});

test('closing rejects what waits, aborts what runs and waits for it to let go; also from inside a handler', async () => {
  const { run, begun } = endless();
  const { fsm, complaints } = machine({ idle: { stream: run, sample: () => {} } });
  await fsm.start();
  const stream = assert.rejects(fsm.onEvent('stream'), /'stream' was interrupted by 'close'/);
  const sample = assert.rejects(fsm.onEvent('sample'), /'sample' is not possible in state 'closed'/);
  await begun;
  await Promise.all([fsm.close(), fsm.close()]);
  await Promise.all([stream, sample]);
  fsm.raise('sample');
  assert.equal(complaints.length, 1);

  const own = machine({ idle: { stop: ({ signal }) => own.fsm.close().then(() => ({ result: signal.aborted })) } });
  await own.fsm.start();
  assert.equal(await own.fsm.onEvent('stop'), true);
});

test('a thousand events may wait; more are refused, but never a preempting one', async () => {
  const { run, begun } = endless();
  const { fsm, complaints } = machine({ idle: { stream: run, sample: () => {}, lost: () => ({ result: 'lost' }) } });
  await fsm.start();
  fsm.raise('stream');
  await begun;
  for (let count = 0; count < 1000; count++) fsm.raise('sample');
  await assert.rejects(fsm.onEvent('sample'), /'sample' was refused: 1000 events already wait in state 'idle'/);
  assert.equal(await fsm.onEvent('lost'), 'lost');
  assert.deepEqual(
    complaints.map(({ error }) => error.message),
    ["'stream' was interrupted by 'lost'"],
  );
});

test('a day of events on one long-lived signal leaves no listeners on it', async () => {
  const { signal } = new AbortController();
  let listening = 0;
  const { addEventListener, removeEventListener } = signal;
  signal.addEventListener = (...args: Parameters<AbortSignal['addEventListener']>) => {
    listening++;
    addEventListener.apply(signal, args);
  };
  signal.removeEventListener = (...args: Parameters<AbortSignal['removeEventListener']>) => {
    listening--;
    removeEventListener.apply(signal, args);
  };
  const { fsm } = machine({ idle: { sample: () => {}, stop: () => Promise.reject(new Error('no')) } });
  await fsm.start();
  for (let count = 0; count < 100; count++) {
    const stop = assert.rejects(fsm.onEvent('stop', undefined, { signal }));
    await Promise.all([fsm.onEvent('sample', undefined, { signal }), stop]);
  }
  assert.equal(listening, 0);
});
