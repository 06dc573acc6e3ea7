import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadInstrument } from '../instruments/find-instrument.ts';
import { version } from '../kit/version.ts';
import { definitionDigest } from './definition-digest.ts';

test('a definition has one digest, and one that says something else another', async () => {
  const definition = await loadInstrument('sea_bird.sbe37_smp');
  const digest = definitionDigest(definition);
  assert.equal(digest.split('/')[0], version);
  assert.match(digest, /^[^/]+\/[0-9a-f]{16}$/);
  assert.equal(definitionDigest({ ...definition }), digest);
  const { ctd } = definition.samples;
  const changed = { ...definition, samples: { ...definition.samples, ctd: { ...ctd!, pattern: /^(?<temp>\d+)/ } } };
  assert.notEqual(definitionDigest(changed), digest);
  const converted = {
    ...definition,
    samples: { ...definition.samples, ctd: { ...ctd!, deviceTime: () => undefined } },
  };
  assert.notEqual(definitionDigest(converted), digest);
});
