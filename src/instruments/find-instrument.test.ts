import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { listOfInstruments } from '../../tools/generate-instruments.ts';
import { ConfigError } from '../kit/errors.ts';
import { instrumentKinds, loadInstrument } from './find-instrument.ts';

test('every kind in the list is loaded, and is what it says', async () => {
  for (const kind of instrumentKinds) assert.equal((await loadInstrument(kind)).kind, kind);
});

test('a kind that is not there is an error with the name that was meant', async () => {
  await assert.rejects(loadInstrument('nortek.vektor'), (error) => {
    assert(error instanceof ConfigError);
    assert.match(error.message, /nortek\.vektor.*did you mean 'nortek\.vector'\?/);
    return true;
  });
  await assert.rejects(loadInstrument('toString'), ConfigError);
});

test('the list is that of the folders', async () => {
  const list = readFileSync(new URL('./all.generated.ts', import.meta.url), 'utf8');
  assert.equal(list, await listOfInstruments());
});
