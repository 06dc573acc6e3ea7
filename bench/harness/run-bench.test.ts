import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runBench } from './run-bench.ts';
import { toy, toyBench } from './test-toys.ts';

const refuse = (): never => {
  throw new Error('3 of 4 bytes came');
};

test('contestants take turns, at each step that they can do', async () => {
  const told: string[] = [];
  const bench = toyBench({
    contestants: [toy('Sonde', 'sonde', [1, 2]), { ...toy('socat', 'peer', [3]), steps: [1] }],
    steps: { of: 'clients', values: [1, 16], quick: [1] },
    rounds: 2,
  });
  const { series, failures } = await runBench(bench, { quick: false, onTurn: (turn) => told.push(turn) });
  assert.deepEqual(told, [
    'relay 1 client: Sonde, 1 of 2',
    'relay 1 client: socat, 1 of 2',
    'relay 1 client: Sonde, 2 of 2',
    'relay 1 client: socat, 2 of 2',
    'relay 16 clients: Sonde, 1 of 2',
    'relay 16 clients: Sonde, 2 of 2',
  ]);
  assert.deepEqual(failures, []);
  assert.deepEqual(
    series.map(({ contestant, step, turns }) => [contestant.name, step, turns.flatMap(({ values }) => values)]),
    [
      ['Sonde', 1, [1, 2]],
      ['socat', 1, [3, 3]],
      ['Sonde', 16, [1, 2]],
    ],
  );
});

test('a quick run is one turn at the quick steps', async () => {
  const turns: unknown[] = [];
  const sonde = toy('Sonde', 'sonde', [1], (turn) => void turns.push(turn));
  const steps = { of: 'clients', values: [1, 16], quick: [1] };
  await runBench(toyBench({ contestants: [sonde], steps }), { quick: true });
  assert.deepEqual(turns, [{ quick: true, step: 1 }]);
});

test('one that fails is named and has no further turns; the others have theirs', async () => {
  let tries = 0;
  const failing = toy('socat', 'peer', [1], () => {
    tries++;
    refuse();
  });
  const bench = toyBench({ contestants: [failing, toy('Sonde', 'sonde', [1])], rounds: 3 });
  const { series, failures } = await runBench(bench, { quick: false });
  assert.deepEqual(failures, [{ bench: 'relay', contestant: 'socat', step: 0, message: '3 of 4 bytes came' }]);
  assert.deepEqual([tries, series.map(({ turns }) => turns.length)], [1, [3]]);
});

test('one that hangs is given up', async () => {
  const hanging = toy('socat', 'peer', [1], () => new Promise(() => {}));
  const { failures } = await runBench(toyBench({ contestants: [hanging] }), { quick: false, longest: 20 });
  assert.deepEqual(
    failures.map(({ message }) => message),
    ['did not end within 0.02 s'],
  );
});

test('figures that are missing or no numbers are a failure', async () => {
  const { failures } = await runBench(toyBench({ contestants: [toy('Sonde', 'sonde', [Number.NaN])] }), {
    quick: true,
  });
  assert.deepEqual(
    failures.map(({ message }) => message),
    ['measured [NaN] where there should be a number for each of: MB/s'],
  );
});

test('what is left running is a failure, and what is not installed says where it comes from', async () => {
  const notThere = toy('socat', 'peer', [1], () => Promise.reject(new Error('spawn socat ENOENT')));
  const bench = toyBench({ contestants: [toy('Sonde', 'sonde', [1]), notThere] });
  const { failures } = await runBench(bench, { quick: true, clear: async () => ['node device.ts (12)'] });
  assert.deepEqual(
    failures.map(({ message }) => message),
    [
      'left processes running: node device.ts (12)',
      'socat is not installed; .ci/run lists the programs that are needed',
    ],
  );
});
