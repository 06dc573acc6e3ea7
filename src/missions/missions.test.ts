import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { ParameterError } from '../kit/errors.ts';
import { engineer, missionRig } from './test-rig.ts';

test('steps over two instruments are carried out in order, with who asked for them', async () => {
  await using rig = await missionRig('ctd', 'deep');
  await rig.inState('command');
  const run = await rig.carryOut(`
title: Morning check
steps:
  - discover: [ctd, deep]
  - set: { ctd: { interval: 10 }, deep: { interval: 20 } }
  - exec: { ctd: acquire_sample, deep: clock_sync }
  - wait: { sample: ctd.ctd, at_most: '2 min' }
  - exec: { ctd: start_autosample }
  - wait: { until: "ctd.state == 'autosample' and ctd.ctd.temp > -5", at_most: '1 h' }
  - exec: { ctd: stop_autosample }
`);
  assert.equal(run.error, undefined);
  assert.deepEqual(
    run.steps.map(({ text, state, attempt }) => `${text}: ${state} ${attempt}`),
    [
      'ctd: discover: done 1',
      'deep: discover: done 1',
      'ctd: set interval=10: done 1',
      'deep: set interval=20: done 1',
      'ctd: exec acquire_sample: done 1',
      'deep: exec clock_sync: done 1',
      'wait for a sample of ctd.ctd, at most 2 min: done 1',
      'ctd: exec start_autosample: done 1',
      "wait until ctd.state == 'autosample' and ctd.ctd.temp > -5, at most 1 h: done 1",
      'ctd: exec stop_autosample: done 1',
    ],
  );
  const overview = await rig.bus.find('instrument', 'ctd')!.overview();
  assert.equal(overview.parameters.interval?.actual, 10);
  assert.ok(overview.jobs.every(({ by }) => by === 'eva (mission test)'));
  assert.deepEqual(
    rig.notes
      .filter(({ draft }) => /lock|mission/.test(draft.type))
      .map(({ instrument = 'system', draft }) => `${instrument}: ${draft.type} by ${draft.by}`),
    [
      'system: mission_saved by eva',
      'ctd: lock_taken by eva',
      'deep: lock_taken by eva',
      'system: mission_started by eva',
      'ctd: lock_released by eva',
      'deep: lock_released by eva',
      'system: mission_ended by eva',
    ],
  );
});

test('all that is wrong with a mission is told at once, each thing with its line', async () => {
  await using rig = await missionRig('ctd');
  await rig.inState('command');
  const text = `steps:
  - discover: cdt
  - set: { ctd: { intervall: 10, interval: 0 } }
  - exec: { ctd: acquire_smple }
  - exec: { ctd: { command: acquire_sample, args: { depth: 3 } } }
  - wait: { sample: ctd.cdt, at_most: '2 min' }
  - wait: { until: 'ctd.ctd.tmp > 4', at_most: '2 min' }
  - wait: { until: "ctd.ctd.temp > 'warm'", at_most: '2 min' }
  - wait: { until: "ctd.state == 'autosampel'", at_most: '2 min' }
`;
  const found = await rig
    .service()
    .check(text)
    .then(
      () => [],
      (error: unknown) => {
        assert.ok(error instanceof ParameterError);
        return error.issues;
      },
    );
  assert.deepEqual(
    found.map(({ where, message }) => `${where} ${message}`),
    [
      "mission:2:5 there is no instrument 'cdt'; did you mean 'ctd'?",
      "mission:3:19 no such parameter; did you mean 'interval'?",
      'mission:3:34 Too small: expected number to be >=1',
      "mission:4:13 no such command 'acquire_smple'; did you mean 'acquire_sample'?",
      'mission:5:53 no such argument; there are none',
      "mission:6:5 no such stream 'cdt'; did you mean 'ctd'?",
      "mission:7:13 no such field 'tmp' in ctd; did you mean 'temp'?",
      'mission:8:13 ctd.temp is compared with a number',
      "mission:9:13 no such state 'autosampel'; did you mean 'autosample'?",
    ],
  );
});

test('the form of a mission is judged as a whole, with lines', async () => {
  await using rig = await missionRig();
  const text = `title: ''
shedule: '0 6 * * *'
schedule: sometimes
steps:
  - wait: '3 parsecs'
  - wait: { for: '3 s', time: '06:30' }
  - wait: { sample: ctd.ctd }
  - wait: { until: 'temp > 4', at_most: '1 h' }
  - { }
  - exec: { ctd: { cmmand: start } }
  - parallel: [ { wait: '1 s' } ]
  - wait: '1 s'
    on_failure: explode
`;
  await assert.rejects(rig.service().check(text), (error) => {
    assert.ok(error instanceof ParameterError);
    const lines = error.issues.map(({ where = '' }) => Number(where.split(':')[1]));
    assert.deepEqual([...new Set(lines)], [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 13]);
    return true;
  });
  await assert.rejects(rig.service().check('steps: [ {'), ParameterError);
  await assert.rejects(rig.service().check('[]'), ParameterError);
  await assert.rejects(rig.service().save('No Name', "steps: [ wait: '1 s' ]", engineer), ParameterError);
});

test("the documentation's mission does what it says", async () => {
  await using rig = await missionRig('ctd', 'deep');
  await rig.inState('command');
  const page = await readFile(new URL('../../docs/reference/missions.md', import.meta.url), 'utf8');
  const [, text = ''] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const run = await rig.carryOut(text);
  assert.equal(run.error, undefined);
  assert.deepEqual([...new Set(run.steps.map(({ state }) => state))], ['done']);
});
