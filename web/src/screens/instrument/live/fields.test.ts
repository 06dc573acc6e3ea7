import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byStream, firstFields, panelsOf, plotFields, titleOf } from './fields.ts';

const fields = plotFields({
  ctd: {
    title: 'CTD',
    fields: {
      temp: { title: 'Temperature', unit: 'degree_Celsius', type: 'number' },
      ptemp: { title: 'Potential temperature', unit: 'degree_Celsius', type: 'number' },
      pressure: { title: 'Pressure', unit: 'dbar', type: 'number' },
      clock: { title: 'Clock', type: 'text' },
    },
  },
  status: {
    title: 'Status',
    fields: { free: { title: 'Free', type: 'integer' }, used: { title: 'Used', type: 'integer' } },
  },
});

test('only numbers can be plotted', () => {
  assert.deepEqual(
    fields.map(({ key }) => key),
    ['ctd.temp', 'ctd.ptemp', 'ctd.pressure', 'status.free', 'status.used'],
  );
});

test('at first those are plotted that lists show; else those with a unit', () => {
  const value = { stream: 'ctd', field: 'pressure', title: '', value: 1, time: '' };
  assert.deepEqual(firstFields(fields, [value]), ['ctd.pressure']);
  assert.deepEqual(firstFields(fields, []), ['ctd.temp', 'ctd.ptemp', 'ctd.pressure']);
  assert.deepEqual(firstFields(fields.slice(3), []), ['status.free', 'status.used']);
});

test('fields of one unit share an axis, counts do not', () => {
  const panels = panelsOf(fields, ['status.free', 'ctd.temp', 'status.used', 'ctd.ptemp', 'ctd.gone']);
  assert.deepEqual(
    panels.map((panel) => panel.fields.map(({ key }) => key)),
    [['status.free'], ['ctd.temp', 'ctd.ptemp'], ['status.used']],
  );
});

test('fields of one stream are asked for together', () => {
  assert.deepEqual(
    [...byStream(fields, ['ctd.temp', 'status.free', 'ctd.pressure'])],
    [
      ['ctd', ['temp', 'pressure']],
      ['status', ['free']],
    ],
  );
});

test('a panel is called after its field, or after the unit of several', () => {
  const titles = panelsOf(fields, ['ctd.temp', 'ctd.ptemp', 'ctd.pressure', 'status.free']).map(titleOf);
  assert.deepEqual(titles, [
    { title: 'In °C', unit: undefined },
    { title: 'Pressure', unit: 'dbar' },
    { title: 'Free', unit: undefined },
  ]);
});

test('values in a part of a unit are plotted in the whole one', () => {
  const [speed] = plotFields({
    velocity: { title: 'Velocity', fields: { u: { title: 'East', unit: '0.001 m s-1', type: 'integer' } } },
  });
  assert.equal(speed?.unit, 'm s-1');
  assert.equal(speed?.scale, 0.001);
});
