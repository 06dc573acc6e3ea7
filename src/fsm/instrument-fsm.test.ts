import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { DefinitionError, StateError } from '../kit/errors.ts';
import { InstrumentFsm } from './instrument-fsm.ts';
import type { HandlerContext } from './machine.ts';
import { type Event, machine, type State } from './test-machine.ts';

test('a transition runs exit, changes the state, tells of it and runs enter, each with the args of the event', async () => {
  const seen: unknown[] = [];
  const note = (what: string) => (context: HandlerContext<State, Event>) => {
    seen.push([what, context.args, context.fsm.currentState]);
  };
  const { fsm } = machine(
    {
      idle: {
        enter: note('enter idle'),
        exit: note('exit idle'),
        connect: (context) => {
          note('connect')(context);
          return { next: 'command', result: 42 };
        },
      },
      command: { enter: note('enter command') },
    },
    { onTransition: (transition) => seen.push(transition) },
  );
  await fsm.start();
  assert.equal(fsm.previousState, undefined);
  assert.equal(await fsm.onEvent('connect', { port: 4001 }), 42);
  assert.deepEqual(seen, [
    ['enter idle', undefined, 'idle'],
    ['connect', { port: 4001 }, 'idle'],
    ['exit idle', { port: 4001 }, 'idle'],
    { from: 'idle', to: 'command', event: 'connect' },
    ['enter command', { port: 4001 }, 'command'],
  ]);
  assert.deepEqual([fsm.previousState, fsm.currentState], ['idle', 'command']);
});

test('without a next state the machine stays; with its own state it leaves and enters again', async () => {
  const seen: string[] = [];
  const { fsm, told } = machine({
    idle: {
      enter: () => void seen.push('enter'),
      exit: () => void seen.push('exit'),
      sample: () => {},
      stop: async () => ({ result: 'stopped' }),
      connect: () => ({ next: 'idle' }),
    },
  });
  await fsm.start();
  assert.equal(await fsm.onEvent('sample'), undefined);
  assert.equal(await fsm.onEvent('stop'), 'stopped');
  assert.deepEqual([seen, told], [['enter'], []]);
  await fsm.onEvent('connect');
  assert.deepEqual([seen, told], [['enter', 'exit', 'enter'], ['idle -connect-> idle']]);
  assert.equal(fsm.previousState, 'idle');
});

test('an event that the state does not handle is refused with what it does handle, in order of declaration', async () => {
  const { fsm } = machine({
    idle: { lost: () => {}, enter: () => {}, connect: () => ({ next: 'command' }) },
    command: { sample: () => {} },
  });
  await fsm.start();
  assert.deepEqual(fsm.events(), ['connect', 'lost']);
  assert.deepEqual([fsm.can('connect'), fsm.can('sample')], [true, false]);
  await assert.rejects(fsm.onEvent('sample'), (error) => {
    assert(error instanceof StateError);
    assert.deepEqual([error.event, error.state, error.allowed], ['sample', 'idle', ['connect', 'lost']]);
    return true;
  });
  await fsm.onEvent('connect');
  assert.deepEqual(fsm.events(), ['sample']);
});

test('an internal event is handled and never offered', async () => {
  const { fsm } = machine({ idle: { connect: () => {}, lost: () => ({ result: 'gone' }) } }, { internal: ['lost'] });
  await fsm.start();
  assert.deepEqual([fsm.events(), fsm.can('lost')], [['connect'], true]);
  await assert.rejects(fsm.onEvent('sample'), /possible now: connect$/);
  assert.equal(await fsm.onEvent('lost'), 'gone');
  assert.throws(() => machine({}, { internal: ['loost' as Event] }), /internal: 'loost' is not an event/);
});

test('an event that does not exist is refused like any other', async () => {
  const { fsm } = machine({ idle: { connect: () => {} } });
  await fsm.start();
  for (const name of ['toString', 'enter', 'reboot']) {
    await assert.rejects(fsm.onEvent(name as Event), /is not possible in state 'idle'; possible now: connect/);
  }
});

test('all names that are not declared are listed when the machine is made', () => {
  const wrong = {
    states: ['idle', 'idle'],
    events: ['connect', 'enter'],
    initial: 'asleep',
    preempting: ['lost'],
    handlers: { busy: {}, idle: { conect: () => {}, connect: { to: ['command'], run: () => {} } } },
  };
  assert.throws(
    () => new InstrumentFsm(wrong),
    (error) => {
      assert(error instanceof DefinitionError);
      assert.deepEqual(error.message.split('\n').slice(1), [
        "states: 'idle' is declared twice",
        "events: 'enter' is what a state does, not an event",
        "initial: 'asleep' is not a state; the states are idle",
        "preempting: 'lost' is not an event; the events are connect, enter",
        "handlers: 'busy' is not a state; the states are idle",
        "handlers.idle.conect: 'conect' is not an event; the events are connect, enter",
        "handlers.idle.connect.to: 'command' is not a state; the states are idle",
      ]);
      return true;
    },
  );
});

test('a handler that leads to no state, or to one it did not declare, leaves the state as it was', async () => {
  const { fsm } = machine({
    idle: {
      connect: () => ({ next: 'comand' as State }),
      stream: { to: 'command', run: () => ({ next: 'streaming' }) },
    },
  });
  await fsm.start();
  await assert.rejects(fsm.onEvent('connect'), /leads to 'comand'; it may lead to idle, command, streaming/);
  await assert.rejects(fsm.onEvent('stream'), /'stream' in state 'idle' leads to 'streaming'; it may lead to command/);
  assert.equal(fsm.currentState, 'idle');
});

test('an error in the handler or in exit leaves the state as it was and goes to the sender', async () => {
  const { fsm, told, complaints } = machine({
    idle: {
      exit: ({ args }) => {
        if (args === 'no exit') throw new Error('stuck');
      },
      connect: ({ args }) => {
        if (args === 'no handler') throw new Error('refused');
        return { next: 'command' };
      },
    },
  });
  await fsm.start();
  await assert.rejects(fsm.onEvent('connect', 'no handler'), /refused/);
  await assert.rejects(fsm.onEvent('connect', 'no exit'), /stuck/);
  assert.deepEqual([fsm.currentState, fsm.previousState, told, complaints], ['idle', undefined, [], []]);
  await fsm.onEvent('connect');
  assert.equal(fsm.currentState, 'command');
});

test('an error in enter leaves the new state; the sender gets its result and onError the error', async () => {
  const broken = new Error('no answer');
  const { fsm, complaints } = machine({
    idle: { connect: () => ({ next: 'command', result: 'connected' }) },
    command: {
      enter: () => {
        throw broken;
      },
    },
  });
  await fsm.start();
  assert.equal(await fsm.onEvent('connect'), 'connected');
  assert.equal(fsm.currentState, 'command');
  assert.deepEqual(complaints, [{ error: broken, where: "entering 'command' after 'connect'" }]);
});

test('an error in the first enter goes to whoever started the machine, which then stands in its first state', async () => {
  const { fsm } = machine({ idle: { enter: () => Promise.reject(new Error('cold')), connect: () => {} } });
  await assert.rejects(fsm.start(), /cold/);
  assert.equal(await fsm.onEvent('connect'), undefined);
});

test('a listener that throws is reported and stops nothing', async () => {
  const { fsm, complaints } = machine(
    { idle: { connect: () => ({ next: 'command', result: 1 }) } },
    {
      onTransition: () => {
        throw new Error('deaf');
      },
    },
  );
  await fsm.start();
  assert.equal(await fsm.onEvent('connect'), 1);
  assert.deepEqual(
    complaints.map(({ error, where }) => [error.message, where]),
    [['deaf', "telling that 'connect' led to 'command'"]],
  );
});

test('an error that nobody can be told of is uncaught, not silent', () => {
  const program = `
    import { InstrumentFsm } from '${new URL('instrument-fsm.ts', import.meta.url)}';
    const fsm = new InstrumentFsm({ states: ['idle'], events: ['stop'], initial: 'idle', handlers: {} });
    process.on('uncaughtException', (error) => console.log('uncaught:', error.message));
    await fsm.start();
    fsm.raise('stop');`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' });
  assert.equal(stdout, "uncaught: 'stop' is not possible in state 'idle'; nothing is possible now\n");
});

test('the diagram shows what is declared, what has been seen, and stays where neither is known', async () => {
  const { fsm } = machine({
    idle: { connect: { to: ['command', 'streaming'], run: () => ({ next: 'command' }) } },
    command: { sample: () => {}, stop: () => {}, lost: () => ({ next: 'idle' }) },
  });
  const head = 'stateDiagram-v2\n    [*] --> idle\n';
  const edges = '    idle --> command: connect\n    idle --> streaming: connect\n';
  assert.equal(fsm.toMermaid(), `${head}${edges}    command --> command: sample, stop, lost\n`);
  await fsm.start();
  await fsm.onEvent('connect');
  await fsm.onEvent('lost');
  assert.equal(fsm.toMermaid(), `${head}${edges}    command --> command: sample, stop\n    command --> idle: lost\n`);
});

test('a handler may go on through other states; what fails later leaves the machine where it got to', async () => {
  const seen: string[] = [];
  const { fsm, told } = machine({
    idle: {
      exit: () => void seen.push('exit idle'),
      connect: async ({ fsm: own }) => {
        await own.advance('command');
        seen.push(own.currentState);
        await own.advance('idle');
        return { next: 'command' };
      },
    },
    command: {
      enter: () => void seen.push('enter command'),
      stop: async ({ fsm: own }) => {
        await own.advance('idle');
        throw new Error('stuck');
      },
    },
  });
  await fsm.start();
  await fsm.onEvent('connect');
  assert.deepEqual(seen, ['exit idle', 'enter command', 'command', 'exit idle', 'enter command']);
  assert.deepEqual(told, ['idle -connect-> command', 'command -connect-> idle', 'idle -connect-> command']);
  await assert.rejects(fsm.onEvent('stop'), /stuck/);
  assert.equal(fsm.currentState, 'idle');
  await assert.rejects(fsm.advance('command'), /only for a handler/);
});

test('events that come while a handler goes through states meet the state that it ends in', async () => {
  const gate = Promise.withResolvers<void>();
  const { fsm } = machine({
    idle: {
      sample: () => ({ result: 'in idle' }),
      connect: async ({ fsm: own }) => {
        await own.advance('command');
        await gate.promise;
        return { next: 'idle' };
      },
    },
    command: { sample: () => ({ result: 'in command' }) },
  });
  await fsm.start();
  const connecting = fsm.onEvent('connect');
  const meeting = fsm.onEvent('sample');
  gate.resolve();
  await connecting;
  assert.equal(await meeting, 'in idle');
});
