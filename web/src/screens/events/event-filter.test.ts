import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EventFilter, type EventItem, eventsPath, isWanted } from './event-filter.ts';

const NONE: EventFilter = { instrument: '', types: '', level: '', by: '', search: '', from: '', to: '' };
const EVENT: EventItem = {
  time: '2026-11-22T12:00:00.000Z',
  instrument: 'ctd',
  type: 'parameter_changed',
  level: 'warning',
  by: 'ada@bridge sonde',
  subject: 'interval',
  text: 'interval changed from 60 to 10',
  details: {},
};

test('what is asked for stands in the address of the request', () => {
  assert.equal(eventsPath(NONE, 50), '/events?limit=50');
  const filter = { ...NONE, instrument: 'ctd', types: 'parameters', level: 'warning', search: '60 to' };
  const query = new URLSearchParams(eventsPath(filter, 50, EVENT.time).split('?')[1]);
  assert.deepEqual(Object.fromEntries(query), {
    limit: '50',
    instruments: 'ctd',
    types: 'parameter_changed,parameters_known',
    levels: 'warning,error',
    search: '60 to',
    before: EVENT.time,
  });
});

test('a live event is shown where it is one of those that are wanted', () => {
  const wanted = (own: Partial<EventFilter>): boolean => isWanted(EVENT, { ...NONE, ...own });
  for (const yes of [
    {},
    { instrument: 'ctd' },
    { types: 'parameters' },
    { level: 'info' },
    { by: 'ada' },
    { search: '60 To' },
  ]) {
    assert.equal(wanted(yes), true, JSON.stringify(yes));
  }
  for (const no of [{ instrument: 'adcp' }, { types: 'alerts' }, { level: 'error' }, { by: 'bob' }, { search: '70' }]) {
    assert.equal(wanted(no), false, JSON.stringify(no));
  }
  assert.equal(wanted({ from: EVENT.time }), true);
  assert.equal(wanted({ to: EVENT.time }), false);
});
