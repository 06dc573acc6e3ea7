import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { BenchRecord } from './record.ts';
import { runSuite } from './suite.ts';
import { toy, toyBench } from './test-toys.ts';

test('a contestant that fails keeps no other bench from its turn; what is left is told where it is known', async () => {
  const failing = toy('socat', 'peer', [1], () => Promise.reject(new Error('3 of 4 bytes came')));
  const broken = toyBench({ name: 'broken', contestants: [toy('Sonde', 'sonde', [1]), failing], rounds: 1 });
  const well = toyBench({ name: 'well', contestants: [toy('Sonde', 'sonde', [2])], rounds: 1 });
  const told: string[] = [];
  const records: BenchRecord[] = [];
  const failures = await runSuite([broken, well], {
    quick: false,
    lastTook: (name) => (name === 'broken' ? 100 : 120),
    onTurn: (turn) => told.push(turn),
    onBench: (_, record) => records.push(record),
  });
  assert.deepEqual(failures, [{ bench: 'broken', contestant: 'socat', step: 0, message: '3 of 4 bytes came' }]);
  assert.deepEqual(
    records.map(({ name, entries }) => [name, entries.map(({ contestant }) => contestant)]),
    [
      ['broken', ['Sonde']],
      ['well', ['Sonde']],
    ],
  );
  assert.deepEqual(
    [told[0], told.at(-1)],
    ['[1 of 2, about 4 min left] broken: Sonde, 1 of 1', '[2 of 2, about 2 min left] well: Sonde, 1 of 1'],
  );
});

/** Whether a process still runs; one that ended and that nobody has waited for does not. */
const runs = (pid: number): boolean =>
  existsSync(`/proc/${pid}/stat`) && !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));

test('an interrupted run leaves neither files nor processes', async () => {
  const program = fileURLToPath(new URL('test-interrupted.ts', import.meta.url));
  const run = spawn(process.execPath, ['--no-warnings', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [told] = await once(run.stdout, 'data');
  const { folder, pid } = JSON.parse(String(told));
  assert.ok(existsSync(folder) && runs(pid));
  run.kill('SIGINT');
  const [code] = await once(run, 'exit');
  assert.equal(code, 130);
  assert.equal(existsSync(folder), false);
  // It was sent the signal before the run ended, and nothing can hold it up.
  while (runs(pid)) await new Promise((resolve) => setImmediate(resolve));
});
