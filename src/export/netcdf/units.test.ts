import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { needs } from '../../../tools/needs.ts';
import { streamMetadata } from '../../definition/stream-metadata.ts';
import { instrumentKinds, loadInstrument } from '../../instruments/find-instrument.ts';

const isKnown = (unit: string): boolean => spawnSync('udunits2', ['-H', unit, '-W', '']).status === 0;

test('UDUNITS knows the unit of every field of every instrument, as CF 3.1 wants it', async (t) => {
  if (!needs('udunits2', t, 'udunits-bin')) return;
  const definitions = await Promise.all(instrumentKinds.map(loadInstrument));
  const fields = definitions.flatMap((definition) =>
    Object.keys(definition.samples).flatMap((stream) =>
      Object.entries(streamMetadata(definition, stream).fields).map(([name, { unit = '1' }]) => ({
        name: `${definition.kind} ${stream}.${name}`,
        unit,
      })),
    ),
  );
  const unknown = new Set([...new Set(fields.map(({ unit }) => unit))].filter((unit) => !isKnown(unit)));
  assert(!isKnown('furlong per foo'), 'it says what it does not know');
  assert.deepEqual(
    fields.filter(({ unit }) => unknown.has(unit)),
    [],
  );
});
