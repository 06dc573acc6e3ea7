import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { localBus } from '../../bus/local-bus.ts';
import type { InstrumentService } from '../../bus/services.ts';
import { instrumentKinds } from '../../instruments/find-instrument.ts';
import type { InstrumentSummary } from '../../model/api/instrument.ts';
import { kindDocument, kindSummary } from '../../model/api/kind.ts';
import { ownKinds } from '../kinds/kind-source.ts';
import { asking } from '../test-asking.ts';
import { kindEndpoints } from './kinds.ts';

const endpoints = kindEndpoints(ownKinds);

test('every kind that Sonde brings along is documented as the schema says, with the page beside its definition', async () => {
  const ask = asking(endpoints);
  for (const kind of instrumentKinds) {
    const document = kindDocument.parse((await ask(`GET /kinds/${kind}`)).json);
    assert.ok(document.readme?.startsWith('# '), `${kind} has no README.md`);
    assert.ok(document.dialogue.length > 0, kind);
  }
});

test('the document of the SBE 37 says what its manual does: how it is woken, what is sent, limits and names', async () => {
  const { json } = await asking(endpoints)('GET /kinds/sea_bird.sbe37_smp');
  const { commands, parameters, streams, states, transitions } = kindDocument.parse(json);
  assert.deepEqual(commands.start_autosample?.sends, ['startnow\\r\\n']);
  assert.equal(commands.start_autosample?.to, 'autosample');
  assert.equal(parameters.interval?.unit, 's');
  assert.equal(streams.ctd?.fields.temp?.cf, 'sea_water_temperature');
  assert.deepEqual(states.autosample?.streaming, ['ctd']);
  assert.ok(
    transitions.some(({ from, to, by }) => from === 'command' && to === 'autosample' && by === 'start_autosample'),
  );
});

test('the list says which instruments are of a kind, as far as a token is for them', async () => {
  const bus = localBus();
  for (const id of ['one', 'two'])
    bus.offer('instrument', id, {
      summary: async () => ({ id, kind: 'nortek.vector' }) as InstrumentSummary,
    } as InstrumentService);
  const ask = asking(endpoints, bus);
  const vector = async (instruments?: readonly string[]) =>
    z
      .array(kindSummary)
      .parse((await ask('GET /kinds', { caller: { instruments } })).json)
      .find(({ kind }) => kind === 'nortek.vector');
  assert.deepEqual((await vector())?.used_by, ['one', 'two']);
  assert.deepEqual((await vector(['two']))?.used_by, ['two']);
});

test('a kind that is not there is not found', async () => {
  await assert.rejects(asking(endpoints)('GET /kinds/nortek.vektor'), /did you mean 'nortek.vector'/);
});
