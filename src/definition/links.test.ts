import assert from 'node:assert/strict';
import { test } from 'node:test';
import { twoHeaded } from '../driver/test-two-headed.ts';
import { checkInstrument } from './check-instrument.ts';
import type { Instrument } from './instrument.ts';
import { linkNamed, linkOf, linksOf, streamsOver } from './links.ts';
import { from } from './stream.ts';

test('what does not say over which link it goes is about the first', () => {
  assert.deepEqual(linksOf(twoHeaded), ['master', 'slave']);
  assert.deepEqual(Object.keys(streamsOver(twoHeaded, 'master')), ['beams']);
  assert.deepEqual(Object.keys(streamsOver(twoHeaded, 'slave')), ['fifth_beam']);
  assert.equal(linkNamed(twoHeaded, undefined), 'master');
  assert.deepEqual(
    [linkOf(twoHeaded.commands.status), linkOf(twoHeaded.commands.slave_status)],
    [{}, { link: 'slave' }],
  );
  assert.deepEqual(linkOf(twoHeaded.commands.stop_autosample), { link: 'slave' });
});

test('an instrument with one link names none', () => {
  const single: Pick<Instrument, 'links'> = {};
  assert.equal(linkNamed(single, undefined), linksOf(single)[0]);
  assert.throws(() => linkNamed(single, 'master'), {
    message: "link: 'master' is not there; the instrument has only one",
  });
});

test('what is wrong with links is found when a definition is loaded', () => {
  const problems = (change: Partial<Instrument>): string[] => {
    try {
      checkInstrument({ ...twoHeaded, ...change });
    } catch (error) {
      return error instanceof Error ? error.message.split('\n  ').slice(1) : [];
    }
    return [];
  };
  const { beams, fifth_beam } = twoHeaded.samples;
  assert.deepEqual(problems({ links: ['master', 'Mate'] }), [
    "'Mate' is not snake_case",
    "command slave_status: link 'slave' is not there; there are: master, Mate",
    "command start_autosample: link 'slave' is not there; there are: master, Mate",
    "command stop_autosample: link 'slave' is not there; there are: master, Mate",
    "stream fifth_beam: link 'slave' is not there; there are: master, Mate",
  ]);
  assert.match(problems({ links: ['master'] })[0]!, /^links: names two links or more/);
  const joined = { ...beams, joins: { scale: from('fifth_beam', 'number') } };
  assert.deepEqual(problems({ samples: { beams: joined, fifth_beam } }), [
    "stream beams: joins 'fifth_beam', which comes over another link",
  ]);
});
