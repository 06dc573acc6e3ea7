import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParameterError } from '../kit/errors.ts';
import { fromIso } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import type { StreamFacts } from '../store/day-metadata.ts';
import { type Batch, readBatches } from './read-batches.ts';
import type { Source } from './source.ts';
import { never, oddFacts, sourceOf, store, testFolder } from './test-export.ts';

const WANTED = { instrument: 'odd', stream: 'odd' };

const factsWith = (fields: StreamFacts['fields'], more: Partial<StreamFacts> = {}): StreamFacts => ({
  ...oddFacts,
  fields,
  flags: {},
  calibrations: {},
  ...more,
});

const at = (time: string, values: Sample['values'], offset: number): Sample => ({
  ...WANTED,
  time: fromIso(time),
  times: { driver: fromIso(time) },
  quality: 'ok',
  values,
  log: { day: time.slice(0, 10), offset, length: 10 },
});

async function all(source: Source): Promise<Batch['columns']> {
  const columns: Batch['columns'][number][number][][] = source.columns.map(() => []);
  for await (const batch of readBatches(source, 'nanoseconds', never)) {
    for (const [i, column] of batch.columns.entries()) columns[i]!.push(...column);
  }
  return columns;
}

test('samples come by their times, also where a clock was set back', async (t) => {
  const data = await testFolder(t);
  const facts = factsWith({ n: { title: 'Number', type: 'integer' } });
  await store(data, facts, [
    at('2026-11-22T12:00:00Z', { n: 1 }, 0),
    at('2026-11-22T12:00:02Z', { n: 2 }, 10),
    at('2026-11-22T12:00:01Z', { n: 3 }, 20),
    at('2026-11-22T12:00:01Z', { n: 4 }, 30),
    at('2026-11-21T12:00:00Z', { n: 5 }, 40),
  ]);
  const source = await sourceOf(t, { data, ...WANTED, fields: ['n'] });
  assert.deepEqual((await all(source))[1], [5n, 1n, 3n, 4n, 2n]);
});

test('a field that a definition got later is missing before; one that became a decimal number is one on all days', async (t) => {
  const data = await testFolder(t);
  await store(data, factsWith({ a: { title: 'A', type: 'integer' } }, { definitions: ['1'] }), [
    at('2026-11-21T12:00:00Z', { a: 1 }, 0),
  ]);
  const later = factsWith(
    { a: { title: 'A, better', type: 'number' }, b: { title: 'B', type: 'text' } },
    { definitions: ['2'], flags: { a_qc: { field: 'a' } } },
  );
  await store(data, later, [{ ...at('2026-11-22T12:00:00Z', { a: 1.5, b: 'x' }, 0), flags: { a_qc: 3 } }]);
  const source = await sourceOf(t, { data, ...WANTED, fields: ['a', 'b'] });
  assert.deepEqual(
    source.columns.map(({ name, type }) => [name, type]),
    [
      ['time', 'TIMESTAMP_NS'],
      ['a', 'DOUBLE'],
      ['b', 'VARCHAR'],
      ['a_qc', 'UTINYINT'],
    ],
  );
  const found = Object.fromEntries((await all(source)).map((column, i) => [source.columns[i]!.name, column]));
  assert.deepEqual(
    [found.a, found.b, found.a_qc],
    [
      [1, 1.5],
      [null, 'x'],
      [2, 3],
    ],
  );
  assert.deepEqual(source.about.definitions, ['1', '2']);
  assert.equal(source.about.fields.a?.title, 'A, better');
});

test('a field whose unit was changed is not exported as if it had one', async (t) => {
  const data = await testFolder(t);
  const inUnit = (unit: string) =>
    factsWith({ a: { title: 'A', type: 'number', unit }, b: { title: 'B', type: 'number' } });
  await store(data, inUnit('degree_Celsius'), [at('2026-11-21T12:00:00Z', { a: 1, b: 1 }, 0)]);
  await store(data, inUnit('K'), [at('2026-11-22T12:00:00Z', { a: 274, b: 2 }, 0)]);
  await assert.rejects(
    sourceOf(t, { data, ...WANTED }),
    /a: is in 'degree_Celsius' first, and in 'K' in a file of 2026-11-22: export them apart/,
  );
  assert.equal((await sourceOf(t, { data, ...WANTED, fields: ['b'] })).rows, 2);
  assert.equal((await sourceOf(t, { data, ...WANTED, from: fromIso('2026-11-22') })).about.fields.a?.unit, 'K');
});

test('rows that are added while an export goes on are not in it', async (t) => {
  const data = await testFolder(t);
  const facts = factsWith({ n: { title: 'Number', type: 'integer' } });
  await store(data, facts, [at('2026-11-22T12:00:00Z', { n: 1 }, 0)]);
  const source = await sourceOf(t, { data, ...WANTED, fields: ['n'] });
  await store(data, facts, [at('2026-11-22T12:00:01Z', { n: 2 }, 10)]);
  assert.equal(source.rows, 1);
  assert.deepEqual((await all(source))[1], [1n]);
});

test('what is not there is said, with what is', async (t) => {
  const data = await testFolder(t);
  await store(data, oddFacts, [at('2026-11-22T12:00:00Z', {}, 0)]);
  const refused = async (wanted: object, message: RegExp) =>
    assert.rejects(sourceOf(t, { data, ...WANTED, ...wanted }), (error) => {
      assert(error instanceof ParameterError);
      assert.match(error.message, message);
      return true;
    });
  await refused({ instrument: 'od' }, /od: no such instrument with samples; did you mean 'odd'\?/);
  await refused({ stream: 'even' }, /even: no such stream of odd; there are: odd/);
  await refused({ fields: ['tmp', 'depht'] }, /tmp: .* 'temp'\?\ndepht: .* 'depth'\?/);
  await refused(
    { from: fromIso('2026-11-22T13:00Z') },
    /has no samples from 2026-11-22T13:00:00.000Z; .* of 2026-11-22/,
  );
  await refused({ from: fromIso('2026-11-23'), to: fromIso('2026-11-22') }, /^to: must be later than from$/);
  await refused({ to: fromIso('2026-11-22') }, /has no samples to 2026-11-22T00:00:00.000Z/);
});
