import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byMaker, matching } from './kinds-by-maker.ts';

const kind = (maker: string, model: string, description?: string) => ({
  kind: `${maker}.${model}`.toLowerCase(),
  maker,
  model,
  ...(description !== undefined && { description }),
  used_by: model === 'Vector' ? ['adv_7'] : [],
});
const KINDS = [kind('Nortek', 'Vector', 'velocity'), kind('Acme', 'B'), kind('Nortek', 'Aquadopp'), kind('Acme', 'A')];
const models = (found: readonly { model: string }[]) => found.map(({ model }) => model);

test('a kind is found by any of its names, by what it measures, and by an instrument that is one', () => {
  assert.deepEqual(models(matching(KINDS, 'NORTEK')), ['Vector', 'Aquadopp']);
  assert.deepEqual(models(matching(KINDS, 'nortek velo')), ['Vector']);
  assert.deepEqual(models(matching(KINDS, 'adv_7')), ['Vector']);
  assert.equal(matching(KINDS, ' ').length, 4);
  assert.deepEqual(matching(KINDS, 'acme velocity'), []);
});

test('kinds stand with their maker, in the order of their names', () => {
  assert.deepEqual(
    byMaker(KINDS).map(([maker, own]) => [maker, models(own)]),
    [
      ['Acme', ['A', 'B']],
      ['Nortek', ['Aquadopp', 'Vector']],
    ],
  );
});
