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

const FILLED = new Set<unknown>([9.969209968386869e36, '-9223372036854775806', -127, '']);
const missing = (value: unknown): unknown =>
  FILLED.has(value) || (Array.isArray(value) && value.every(isFilled)) ? null : value;
const isFilled = (value: unknown): boolean => FILLED.has(value);

/** A value of Parquet as the netCDF file is to hold it; texts that are empty and texts that are missing look alike there. */
function asNetcdf(value: unknown, { type, attributes }: FoundVariable, { valueType }: { valueType: string }): unknown {
  if (value === null || value === undefined) return null;
  if (attributes.flag_meanings !== undefined && typeof value === 'string')
    return String(attributes.flag_meanings).split(' ').indexOf(value);
  if (typeof value === 'boolean') return String(attributes.flag_meanings).split(' ').indexOf(String(value));
  if (valueType === 'bytes') return missing(Buffer.from(value as Uint8Array).toString('base64'));
  if (value instanceof Uint8Array) return missing(Buffer.from(value).toString());
  if (typeof value === 'bigint') return type === 'float64' ? value : String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value).toLowerCase();
  return value;
}

const rowsOf = (variable: FoundVariable, count: number): readonly unknown[] => {
  const [, ...inner] = variable.dimensions;
  const isText = variable.type === '|S1';
  if (!isText || inner.length === 1) return variable.values;
  const size = variable.values.length / count;
  return Array.from({ length: count }, (_, row) => variable.values.slice(row * size, (row + 1) * size));
};

function assertEqual(netcdf: FoundFile, { rows, facts }: ParquetFile): void {
  assert.deepEqual(netcdf.dimensions.obs, { length: rows.length, unlimited: true });
  for (const name of Object.keys(rows[0] ?? {})) {
    const variable = netcdf.variables[name];
    assert(variable, `${name} is in the NetCDF file`);
    const field = facts.fields[name];
    const found = rowsOf(variable, rows.length);
    for (const [i, row] of rows.entries()) {
      const where = `${name} of row ${i}`;
      const value = row[name];
      const own = found[i];
      if (Array.isArray(value)) {
        const count = netcdf.variables[`${name}_count`]?.values[i] ?? value.length;
        assert.equal(count, value.length, `length of ${where}`);
        const items: unknown[] = value.map((item) => asNetcdf(item, variable, { valueType: 'item' }));
        assert.deepEqual((own as unknown[]).slice(0, value.length).map(missing), items, where);
        assert((own as unknown[]).slice(value.length).every(isFilled), `nothing stands behind ${where}`);
      } else if (typeof value === 'bigint' && variable.attributes.units === 'seconds since 1970-01-01T00:00:00Z') {
        const off = BigInt(Math.round((own as number) * 1e6)) * 1000n - value;
        assert(off > -1000n && off < 1000n, `${where} is ${own}, not ${value} ns`);
      } else {
        assert.deepEqual(missing(own), asNetcdf(value, variable, { valueType: field?.type ?? '' }), where);
      }
    }
    assert.equal(variable.attributes.units, field ? field.unit : variable.attributes.units, `units of ${name}`);
    if (field) assert.equal(variable.attributes.standard_name, field.cf, `standard name of ${name}`);
    const flags = Object.entries(facts.flags).flatMap(([flag, of]) => (of.field === name ? [flag] : []));
    if (field && flags.length > 0) assert.equal(variable.attributes.ancillary_variables, flags.join(' '));
  }
  assert.deepEqual(
    netcdf.variables.time_ns?.values,
    rows.map(({ time }) => String(time)),
    'the exact times',
  );
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
