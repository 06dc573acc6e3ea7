import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOut } from './diagram-layout.ts';
import { LINE, labelsOf, sizeOf } from './diagram-size.ts';

test('an arrow says three names at the most', () => {
  assert.deepEqual(labelsOf({ by: ['a', 'b', 'c'] }), ['a', 'b', 'c']);
  assert.deepEqual(labelsOf({ by: ['a', 'b', 'c', 'd'] }), ['a', 'b', 'and 2 more']);
});

test('a column has room for its longest label, and the diagram for all columns', () => {
  const diagram = layOut(
    [
      { from: 'command', to: 'autosample', by: 'a_command_with_a_long_name' },
      { from: 'autosample', to: 'command', by: 'stop' },
    ],
    [],
    'command',
  );
  const { names, columns, width, height } = sizeOf(diagram);
  const [first = 0, second = 0] = columns;
  assert.ok(first > names);
  assert.ok(second - first > 'a_command_with_a_long_name'.length * 7);
  assert.ok(width - second > 'stop'.length * 7);
  assert.equal(height, 2 * LINE);
});
