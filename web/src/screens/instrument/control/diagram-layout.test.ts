import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOut } from './diagram-layout.ts';

const STREAMING = [
  { from: 'unknown', to: 'command', by: 'discover' },
  { from: 'command', to: 'autosample', by: 'start_autosample' },
  { from: 'autosample', to: 'command', by: 'stop_autosample' },
  { from: 'command', to: 'direct_access', by: 'start_direct' },
  { from: 'command', to: 'command', by: 'acquire_sample' },
];

test('states stand in the order of the definition, between the unknown one and direct access', () => {
  const { states } = layOut(STREAMING, ['command', 'autosample'], 'command');
  assert.deepEqual(states, ['unknown', 'command', 'autosample', 'direct_access']);
});

test('a state that the protocol does not know is there when the instrument is in it', () => {
  const { states } = layOut(STREAMING, ['command', 'autosample'], 'instrument_disconnected');
  assert.equal(states[0], 'instrument_disconnected');
});

test('all that leads from one state to another stands at one arrow', () => {
  const { arrows } = layOut(
    [...STREAMING, { from: 'command', to: 'autosample', by: 'resume' }],
    ['command'],
    'command',
  );
  assert.deepEqual(arrows.find(({ by }) => by.includes('start_autosample'))?.by, ['start_autosample', 'resume']);
});

test('what leads nowhere else has no arrow', () => {
  const { arrows } = layOut(STREAMING, [], 'command');
  assert.equal(
    arrows.some(({ by }) => by.includes('acquire_sample')),
    false,
  );
});

test('two arrows in one column never touch, and no column is empty', () => {
  const all = ['a', 'b', 'c', 'd', 'e', 'f'];
  const everything = all.flatMap((from) => all.map((to) => ({ from, to, by: `${from}${to}` })));
  const { arrows, columns } = layOut(everything, all, 'a');
  assert.equal(arrows.length, 30);
  for (let column = 0; column < columns; column++) {
    const own = arrows.filter((arrow) => arrow.column === column);
    const lines = own.flatMap(({ from, to }) => {
      const low = Math.min(from, to);
      return Array.from({ length: Math.abs(to - from) + 1 }, (_, i) => low + i);
    });
    assert.notEqual(own.length, 0);
    assert.equal(new Set(lines).size, lines.length);
  }
});
