import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Value } from '../model/sample.ts';
import { u16 } from './frame-field.ts';
import {
  choice,
  inBlob,
  int,
  interval,
  partOf,
  real,
  settable,
  shownBy,
  type TextParameter,
  toggle,
  word,
} from './parameter.ts';

function survives<T extends Value>(parameter: TextParameter<T>, shown: string, value: T, sent: string): void {
  assert.equal(parameter.read(shown), value);
  assert.equal(parameter.show(value), shown);
  assert.equal(parameter.format(value), sent);
  assert.equal(parameter.parse(sent), value);
}

test('what is shown is read, shown again, sent, and understood', () => {
  survives(int(/(\d+)/), '20208', 20208, '20208');
  survives(real(/(\S+)/), '-2.572242e-04', -0.0002572242, '-2.572242e-04');
  survives(real(/(\S+)/, { decimals: 1 }), '0.0', 0, '0.0');
  survives(word(/(\S+)/), '08-nov-05', '08-nov-05', '08-nov-05');
  survives(choice(/(\d)/, { wide: 0, narrow: 1 }), '1', 1, '1');
  survives(choice(/(\w+)/, { earth: ['E', 3], ship: ['S', 2] }), 'E', 3, '3');
  survives(toggle(/(do not )?x/), 'do not ', false, 'n');
  survives(toggle(/(do not )?x/), '', true, 'y');
  survives(toggle(/(not )?x/, { absent: 'not ' }), 'not ', false, 'n');
  survives(toggle(/(\w+)/, { shows: ['disabled', 'enabled'] }), 'enabled', true, 'y');
});

test('what cannot be read is an error', () => {
  assert.throws(() => int(/(\d+)/).read(undefined), /missing/);
  assert.throws(() => real(/(\S+)/).read('--'), /'--' is not a number/);
  assert.throws(() => choice(/(\d)/, { wide: 0, narrow: 1 }).read('2'), /'2' is none of '0', '1'/);
  assert.throws(() => int(/(\d*)/).read(''), /is not a number/);
  assert.equal(toggle(/(do not )?x/).read(undefined), true);
  assert.throws(() => toggle(/(\w+)/, { shows: ['disabled', 'enabled'] }).read('broken'), /neither 'disabled' nor/);
  assert.throws(() => toggle(/(do not )?x/).parse('maybe'), /'maybe' is neither 'n' nor 'y'/);
});

test('only what is settable has a prefix', () => {
  const shown = int(/(\d+)/);
  assert.deepEqual([shown.visibility, shown.prefix], ['read_only', undefined]);
  assert.deepEqual([settable('N=', shown).visibility, settable('N=', shown).prefix], ['read_write', 'N=']);
  assert.equal(settable('N=', shown, { startupOnly: true }).visibility, 'startup');
});

test('parameters are told where they are shown', () => {
  assert.equal(shownBy('ds', { n: int(/(\d+)/) }).n.shownBy, 'ds');
  const { mode, fixed } = partOf('setup', {
    mode: inBlob(u16(0, { unit: 's' }), { choices: { off: 0, on: 1 } }),
    fixed: inBlob(u16(2), { settable: false }),
  });
  assert.deepEqual([mode.blob, mode.type, mode.unit, mode.visibility], ['setup', 'choice', 's', 'read_write']);
  assert.deepEqual([fixed.type, fixed.visibility], ['integer', 'read_only']);
});

test('the driver’s own parameters have a value from the start', () => {
  assert.deepEqual([interval('0 s').source, interval('5 min').startup], ['engineering', '5 min']);
});
