import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { integer, number, text } from '../definition/field.ts';
import { block, found, line } from '../definition/stream.ts';
import { vector } from '../instruments/nortek/vector/index.ts';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { toText } from '../kit/bytes.ts';
import { compileSieve } from '../sieve/compile-sieve.ts';
import { writeRecord } from './record.ts';
import { bench } from './test-bench.ts';

const stream = line(/^#(?<a>-?\d+\.\d+)(?:, (?<b>\d+))?(?:, (?<c>\w+))?$/, { a: number(), b: integer(), c: text() });

test('values are written as wide and precise as the example', () => {
  const written = writeRecord(stream, '#10.000, 12, abc', { a: 1.23456, b: 7.4, c: 'xy' });
  assert.equal(toText(written), '# 1.235,  7, xy ');
});

test('fields without a value stay as the example has them', () => {
  assert.equal(toText(writeRecord(stream, '#10.000, 12, abc', { b: 13 })), '#10.000, 13, abc');
});

test('parts are left out with what stands before them', () => {
  const without = (...names: string[]) => toText(writeRecord(stream, '#10.000, 12, abc', {}, new Set(names)));
  assert.equal(without('b'), '#10.000, abc');
  assert.equal(without('c'), '#10.000, 12');
  assert.equal(without('b', 'c'), '#10.000');
  assert.equal(without('a'), '#12, abc');
});

test('values are written into a block', () => {
  const status = block(
    { from: /^S/, to: /^E/ },
    { n: found(/^n = (\d+)/m, integer()), t: found(/^t=(\d+\.\d)/m, number()) },
  );
  assert.equal(toText(writeRecord(status, 'S\nn = 12\nt=1.0\nE\n', { n: 99, t: 2.55 })), 'S\nn = 99\nt=2.5\nE\n');
});

test('every sample of the SBE 37 is decoded to the values that were written', () => {
  const { ctd } = sbe37Smp.samples;
  const example = sbe37Smp.simulation.records.ctd!;
  const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
  const values = fc.record({
    temp: between(-5, 35),
    conductivity: between(0, 9),
    pressure: between(-10, 7500),
    salinity: between(0, 42),
    sound_velocity: between(1400, 1600),
  });
  fc.assert(
    fc.property(values, fc.subarray(['salinity', 'sound_velocity', 'date_time']), (given, without) => {
      const [decoded, ...others] = compileSieve(sbe37Smp)().push(writeRecord(ctd, example, given, new Set(without)));
      assert.equal(others.length, 0);
      for (const [name, value] of Object.entries(given)) {
        const read = decoded!.values[name];
        if (without.includes(name)) assert.equal(read, null, name);
        else assert.ok(Math.abs(Number(read) - value) <= 0.000_5, `${name}: ${read} for ${value}`);
      }
    }),
  );
});

for (const definition of [sbe37Smp, vector]) {
  test(`all that a streaming ${definition.model} sends is records, and none is damaged`, async () => {
    using at = bench(definition, { streaming: true });
    await at.clock.advance(3_600_000 / 10);
    const sieve = compileSieve(definition)();
    const made = sieve.push(Buffer.from(at.heard(), 'latin1'));
    assert.ok(made.length > 5);
    assert.deepEqual(new Set(made.map(({ quality }) => quality)), new Set(['ok']));
    assert.deepEqual([sieve.counts.unmatched, sieve.counts.checksumFailed], [0, 0]);
  });
}
