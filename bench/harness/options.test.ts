import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOptions, UsageError } from './options.ts';
import { toyBench } from './test-toys.ts';

const BENCHES = [toyBench({ name: 'relay-bulk' }), toyBench({ name: 'relay-echo' })];
const [bulk, echo] = BENCHES;
const read = (...args: string[]) => readOptions(args, BENCHES);

test('all of them write the page; some of them only when told to', () => {
  assert.deepEqual(read(), { do: 'run', benches: BENCHES, quick: false, write: true });
  assert.deepEqual(read('relay-echo'), { do: 'run', benches: [echo], quick: false, write: false });
  assert.deepEqual(read('relay-bulk', '--write'), { do: 'run', benches: [bulk], quick: false, write: true });
  assert.deepEqual(read('--save', 'a.json'), {
    do: 'run',
    benches: BENCHES,
    quick: false,
    write: false,
    save: 'a.json',
  });
  assert.deepEqual(read('--quick'), { do: 'run', benches: BENCHES, quick: true, write: false });
});

test('what is not a run', () => {
  assert.deepEqual(read('--list'), { do: 'list' });
  assert.deepEqual(read('--page'), { do: 'page' });
  assert.deepEqual(read('--compare', 'a.json', 'b.json'), { do: 'compare', files: ['a.json', 'b.json'] });
});

test('what cannot be meant says what can', () => {
  assert.throws(
    () => read('relay-ecko'),
    new UsageError("there is no bench 'relay-ecko'; did you mean 'relay-echo'?\n--list lists them all"),
  );
  assert.throws(() => read('--compare', 'a.json'), /--compare needs two files .* was given 1/);
  assert.throws(() => read('--quick', '--write'), /leave out --write and --save/);
  assert.throws(() => read('--loud'), /Unknown option '--loud'[\s\S]*npm run bench -- --list/);
});
