import assert from 'node:assert/strict';
import { test } from 'node:test';
import { particleNames } from '../definition/particle-names.ts';
import { recalling } from '../sieve/test-recalling.ts';
import { toParticle } from './particle.ts';
import type { Sample } from './sample.ts';

const sample: Sample = {
  instrument: 'ctd_1',
  stream: 'even',
  time: 0n,
  times: { port: 0n, driver: 5n },
  quality: 'ok',
  values: { value: 7, scale: null },
};

test('a field has its name for OOI, joined ones too; what is not known is null', () => {
  assert.deepEqual(toParticle(sample, particleNames(recalling, 'even')).values, [
    { value_id: 'value', value: 7 },
    { value_id: 'their_scale', value: null },
  ]);
});

test('where OOI writes another value for what is not known, the particle has it', () => {
  const { even } = recalling.samples;
  const joins = { scale: { ...even.joins!.scale!, ooiUnknown: 0 } };
  const samples = { ...recalling.samples, even: { ...even, joins } };
  assert.deepEqual(toParticle(sample, particleNames({ samples }, 'even')).values.at(-1), {
    value_id: 'their_scale',
    value: 0,
  });
});
