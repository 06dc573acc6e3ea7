import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTargets, meantInstrument } from './find-targets.ts';

const FLEET = [
  { id: 'ctd_12m', name: 'CTD at 12 m', kind: 'sea_bird.sbe37_smp', model: 'SBE 37-SMP', state: 'autosample' },
  { id: 'ctd_40m', name: 'CTD at 40 m', kind: 'sea_bird.sbe37_smp', model: 'SBE 37-SMP', state: 'command' },
  { id: 'currents', name: 'currents', kind: 'nortek.vector', model: 'Vector', state: 'autosample' },
];
const COMMANDS = { instrument: 'currents', commands: [{ name: 'start_autosample', title: 'Start sampling' }] };
const pathsOf = (typed: string): string[] => findTargets(typed, FLEET, COMMANDS).map(({ path }) => path);

test('an instrument is found by its id, its name, its kind and its model', () => {
  assert.deepEqual(pathsOf('40'), ['/i/ctd_40m']);
  assert.deepEqual(pathsOf('nortek'), ['/i/currents']);
  assert.deepEqual(pathsOf('ctd'), ['/i/ctd_12m', '/i/ctd_40m']);
});

test('what is typed behind an instrument is one of its commands', () => {
  assert.deepEqual(pathsOf('currents start'), ['/i/currents/control?command=start_autosample']);
  assert.deepEqual(meantInstrument('currents start', FLEET), { id: 'currents', rest: 'start' });
  assert.equal(meantInstrument('ctd start', FLEET), undefined, 'two are called like that');
});

test('a screen is found, and what is called like nothing finds nothing', () => {
  assert.deepEqual(pathsOf('miss'), ['/missions']);
  assert.deepEqual(pathsOf('xyz'), []);
});
