// What the issue on storage asks for: NetCDF and Parquet of the same day, read by others than those who wrote them, are equal.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { needsPython } from '../../tools/needs.ts';
import { vector } from '../instruments/nortek/vector/index.ts';
import { workhorse } from '../instruments/teledyne/workhorse/index.ts';
import { fromIso } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { METADATA_KEY, type StreamFacts } from '../store/day-metadata.ts';
import { exportFile } from './export-samples.ts';
import {
  decodeRecording,
  type FoundFile,
  type FoundVariable,
  factsOf,
  flagged,
  NOW,
  never,
  oddFacts,
  oddSamples,
  readNetcdf,
  sourceOf,
  store,
  testFolder,
} from './test-export.ts';

const DAY = { from: fromIso('2026-11-22'), to: fromIso('2026-11-23') };

interface ParquetFile {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly facts: StreamFacts;
}

/** Reads a file with hyparquet, which has nothing in common with DuckDB; times as nanoseconds. */
async function readParquet(path: string): Promise<ParquetFile> {
  const file = await asyncBufferFromFile(path);
  const { key_value_metadata: says = [] } = await parquetMetadataAsync(file);
  const rows = await parquetReadObjects({
    file,
    compressors,
    utf8: false,
    parsers: { timestampFromNanoseconds: (nanos: bigint) => nanos } as never,
  });
  return { rows, facts: JSON.parse(says.find(({ key }) => key === METADATA_KEY)?.value ?? '') };
}

/** Both files of that day. */
async function bothFiles(t: TestContext, facts: StreamFacts, samples: readonly Sample[]) {
  const data = await testFolder(t);
  await store(data, facts, samples);
  const instrument = facts.instrument.id;
  const source = await sourceOf(t, { data, instrument, stream: facts.stream.name, ...DAY });
  const [nc, parquet] = [join(data, 'day.nc'), join(data, 'day.parquet')];
  await exportFile(source, 'netcdf', nc, { now: NOW, signal: never });
  await exportFile(source, 'parquet', parquet, { now: NOW, signal: never });
  return { netcdf: readNetcdf(nc), parquet: await readParquet(parquet) };
}

/** What stands in a netCDF file where there is no value; a text that is empty looks like it. */
const FILLED = new Set<unknown>([9.969209968386869e36, '-9223372036854775806', -127, '']);
const isFilled = (value: unknown): boolean => FILLED.has(value);
const unlessFilled = (value: unknown): unknown => (isFilled(value) ? null : value);

const codeOf = ({ attributes }: FoundVariable, word: string): number =>
  String(attributes.flag_meanings).split(' ').indexOf(word);

/** A value of Parquet as the netCDF file is to hold it. */
function asNetcdf(value: unknown, variable: FoundVariable): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return codeOf(variable, String(value));
  if (typeof value === 'string' && variable.attributes.flag_meanings !== undefined) return codeOf(variable, value);
  if (value instanceof Uint8Array) return unlessFilled(Buffer.from(value).toString('base64'));
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value).toLowerCase();
  return unlessFilled(value);
}

/** The values of a variable by rows: of texts in lists there are several in a row. */
function rowsOf({ dimensions, type, values }: FoundVariable, count: number): readonly unknown[] {
  if (type !== '|S1' || dimensions.length < 3) return values;
  const size = values.length / count;
  return Array.from({ length: count }, (_, row) => values.slice(row * size, (row + 1) * size));
}

function assertSameValue(found: unknown, value: unknown, variable: FoundVariable, where: string): void {
  if (Array.isArray(found)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    const expected = items.map((item) => asNetcdf(item, variable));
    assert.deepEqual(found.slice(0, items.length).map(unlessFilled), expected, where);
    assert(found.slice(items.length).every(isFilled), `nothing stands behind ${where}`);
  } else if (typeof value === 'bigint' && variable.type === 'float64') {
    const off = BigInt(Math.round(Number(found) * 1e6)) * 1000n - value;
    assert(off > -1000n && off < 1000n, `${where} is ${found} s, not ${value} ns`);
  } else {
    assert.deepEqual(unlessFilled(found), asNetcdf(value, variable), where);
  }
}

/** Units, standard names and flags are said of a field in both. */
function assertSaidAlike(name: string, { attributes }: FoundVariable, { fields, flags }: StreamFacts): void {
  const field = fields[name];
  if (field === undefined) return;
  assert.equal(attributes.units, field.unit, `units of ${name}`);
  assert.equal(attributes.standard_name, field.cf, `standard name of ${name}`);
  const own = Object.entries(flags).flatMap(([flag, of]) => (of.field === name ? [flag] : []));
  assert.equal(attributes.ancillary_variables ?? '', own.join(' '), `flags of ${name}`);
}

function assertEqual({ variables, dimensions }: FoundFile, { rows, facts }: ParquetFile): void {
  assert.deepEqual(dimensions.obs, { length: rows.length, unlimited: true });
  for (const name of Object.keys(rows[0] ?? {})) {
    const variable = variables[name];
    assert(variable, `${name} is in the NetCDF file`);
    assertSaidAlike(name, variable, facts);
    const found = rowsOf(variable, rows.length);
    const counts = variables[`${name}_count`]?.values;
    for (const [i, row] of rows.entries()) {
      const value = row[name];
      assertSameValue(found[i], value, variable, `${name} of row ${i}`);
      if (counts && Array.isArray(value)) assert.equal(counts[i], value.length, `length of ${name} of row ${i}`);
    }
  }
  const exact = rows.map(({ time }) => String(time));
  assert.deepEqual(variables.time_ns?.values, exact, 'the exact times');
}

test('a day of a current meter is the same in NetCDF and in Parquet', async (t) => {
  if (!needsPython(['netCDF4'], t)) return;
  const all = await decodeRecording(vector, 'nortek/vector/fixtures/field-2014-10-11.log', 'vector');
  const facts = factsOf(vector, 'velocity', { id: 'vector', position: { latitude: 60.4, longitude: 5.3 } });
  const samples = flagged(
    all.filter(({ stream }) => stream === 'velocity'),
    facts,
  );
  const { netcdf, parquet } = await bothFiles(t, facts, samples);
  assert.equal(parquet.rows.length, samples.filter(({ time }) => time >= DAY.from).length);
  assert(parquet.rows.length < samples.length, 'samples of the day before are left out');
  assertEqual(netcdf, parquet);
});

test('a day of an ADCP, whose samples are profiles, is the same in NetCDF and in Parquet', async (t) => {
  if (!needsPython(['netCDF4'], t)) return;
  const all = await decodeRecording(workhorse, 'teledyne/workhorse/fixtures/earth.pd0', 'adcp');
  const facts = factsOf(workhorse, 'velocity_earth', { id: 'adcp' });
  const { netcdf, parquet } = await bothFiles(
    t,
    facts,
    flagged(
      all.filter(({ stream }) => stream === 'velocity_earth'),
      facts,
    ),
  );
  assert.deepEqual(netcdf.variables.water_velocity_east?.dimensions, ['obs', 'items_55']);
  assertEqual(netcdf, parquet);
});

test('texts, bytes, lists of all lengths and what is missing are the same in NetCDF and in Parquet', async (t) => {
  if (!needsPython(['netCDF4'], t)) return;
  const { netcdf, parquet } = await bothFiles(t, oddFacts, oddSamples);
  assert.equal(parquet.rows.length, 3);
  assertEqual(netcdf, parquet);
});
