import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostProblems } from '../definition/check-host.ts';
import { instrumentKinds, loadInstrument } from './find-instrument.ts';

for (const definition of await Promise.all(instrumentKinds.map(loadInstrument))) {
  for (const host of definition.rides?.on ?? []) {
    test(`a ${host} has what ${definition.kind} needs behind it`, async () => {
      assert.deepEqual(hostProblems(definition, await loadInstrument(host)), []);
    });
  }
}
