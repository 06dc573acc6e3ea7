import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../kit/fake-clock.ts';
import { silentLogger } from '../../kit/logger.ts';
import { fromIso, SECOND } from '../../kit/time.ts';
import { eventsAnswer } from '../../model/api/data.ts';
import { EventLog } from '../../store/events/event-log.ts';
import { asking } from '../test-asking.ts';
import { eventEndpoints } from './events.ts';

const START = fromIso('2026-11-22T12:00:00Z');

/** Of `ctd` 20 states, one a second, of which five came at one time; of the program itself a definition that was refused. */
async function scene(t: TestContext) {
  const data = await mkdtemp(join(tmpdir(), 'sonde-events-'));
  t.after(() => rm(data, { recursive: true, force: true }));
  const open = (instrument: string) =>
    new EventLog({
      folder: join(data, instrument, 'events'),
      instrument,
      clock: new FakeClock('2026-11-22T12:01:00Z'),
      logger: silentLogger,
    });
  const ctd = open('ctd');
  for (let n = 0; n < 20; n++) {
    const second = n >= 5 && n < 10 ? 5 : n;
    ctd.record({ type: 'state_changed', details: { state: `s${n}` }, time: START + BigInt(second) * SECOND });
  }
  await ctd[Symbol.asyncDispose]();
  const system = open('system');
  system.record({ type: 'fault', details: { during: 'a test', error: { message: 'Broken' } }, time: START });
  await system[Symbol.asyncDispose]();
  return asking(eventEndpoints({ data }));
}

const subjects = ({ events }: { events: { subject?: string }[] }): (string | undefined)[] =>
  events.map(({ subject }) => subject);

test('page after page, newest first, nothing is missing and nothing comes twice, also where many happened at one time', async (t) => {
  const ask = await scene(t);
  for (const limit of ['1', '3', '7']) {
    const found: (string | undefined)[] = [];
    let before: string | undefined;
    do {
      const query = { instruments: 'ctd', limit, ...(before !== undefined && { before }) };
      const { json } = await ask('GET /events', { query });
      eventsAnswer.parse(json);
      found.push(...subjects(json));
      before = json.next;
    } while (before !== undefined);
    assert.deepEqual(new Set(found), new Set(Array.from({ length: 20 }, (_, n) => `s${n}`)));
    assert.equal(found.length, 20);
    assert.equal(found[0], 's19');
  }
});

test('only those that are asked for come', async (t) => {
  const ask = await scene(t);
  const faults = await ask('GET /events', { query: { levels: 'error' } });
  assert.deepEqual(
    faults.json.events.map((one: { instrument: string; type: string }) => [one.instrument, one.type]),
    [['system', 'fault']],
  );
  assert.deepEqual(subjects((await ask('GET /events', { query: { search: 'S17' } })).json), ['s17']);
  const query = { from: '2026-11-22T12:00:18Z', to: '2026-11-22T12:00:19Z' };
  assert.deepEqual(subjects((await ask('GET /events', { query })).json), ['s18']);
  assert.equal((await ask('GET /events', { query: { types: 'command' } })).json.events.length, 0);
});

test('a token that is for some instruments sees the events of no others', async (t) => {
  const ask = await scene(t);
  const caller = { instruments: ['ctd'] };
  const all = await ask('GET /events', { caller, query: { limit: '1000' } });
  assert.equal(all.json.events.length, 20);
  assert.equal((await ask('GET /events', { caller, query: { instruments: 'system' } })).json.events.length, 0);
});
