import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { needs, needsPython } from '../../../tools/needs.ts';
import { NOW, never, oddFacts, oddSamples, python, readNetcdf, sourceOf, store, testFolder } from '../test-export.ts';
import { ACDD_ATTRIBUTES, CF_RULES } from './test-cf.ts';
import { writeNetcdf } from './write-netcdf.ts';

/** A file with everything that a stream can hold. */
async function oddFile(t: TestContext, attributes: Readonly<Record<string, string>> = {}): Promise<string> {
  const data = await testFolder(t);
  await store(data, oddFacts, oddSamples);
  const source = await sourceOf(t, { data, instrument: 'odd', stream: 'odd' });
  const path = join(data, 'odd.nc');
  await writeNetcdf(source, path, { now: NOW, signal: never, attributes });
  return path;
}

test('a file keeps the rules of CF-1.11', async (t) => {
  if (!needsPython(['netCDF4'], t)) return;
  const file = readNetcdf(await oddFile(t));
  for (const [section, rule] of Object.entries(CF_RULES)) {
    await t.test(section, () => assert.deepEqual(rule(file), []));
  }
});

test('a file has the attributes of ACDD-1.3, and those that the operator gives go before', async (t) => {
  if (!needsPython(['netCDF4'], t)) return;
  const { attributes } = readNetcdf(await oddFile(t, { license: 'CC-BY-4.0', id: 'org.example.7' }));
  assert.deepEqual(
    ACDD_ATTRIBUTES.filter((name) => attributes[name] === undefined),
    [],
  );
  assert.equal(attributes.license, 'CC-BY-4.0');
  assert.equal(attributes.id, 'org.example.7');
  assert.equal(attributes.title, 'Odd things of Größe & Co');
  assert.equal(attributes.time_coverage_start, '2026-11-22T06:00:00.000000001Z');
  assert.equal(attributes.time_coverage_duration, 'PT1S');
  assert.equal(attributes.time_coverage_resolution, 'PT0.5S');
  assert.equal(attributes.geospatial_vertical_max, 12);
});

test('a file says which instrument, which calibration, which tests', async (t) => {
  if (!needsPython(['netCDF4'], t)) return;
  const { variables } = readNetcdf(await oddFile(t));
  assert.equal(variables.instrument?.attributes.make_model, 'Acme Odd 1');
  assert.equal(variables.instrument?.attributes.serial_number, '4711');
  assert.equal(variables.instrument?.attributes.calibration_date, '2026-01-05');
  assert.deepEqual(JSON.parse(String(variables.instrument?.attributes.calibrations)), oddFacts.calibrations);
  assert.equal(variables.temp?.attributes.ancillary_variables, 'temp_qc temp_qc_gross_range');
  assert.equal(variables.temp_qc?.attributes.standard_name, 'aggregate_quality_flag');
  assert.equal(variables.temp_qc_gross_range?.attributes.standard_name, 'gross_range_test_quality_flag');
  assert.deepEqual(variables.timeseries_id?.values, ['odd.odd']);
});

test('the place of the instrument gives way to a field of its name', async (t) => {
  if (!needsPython(['netCDF4'], t)) return;
  const { variables } = readNetcdf(await oddFile(t));
  assert.deepEqual(variables.depth?.dimensions, ['obs']);
  assert.deepEqual(variables.deployment_depth?.values, [12]);
  assert.equal(variables.temp?.attributes.coordinates, 'time latitude longitude deployment_depth');
});

test('the range that is valid is said only where no value lies outside: readers hide those', async (t) => {
  if (!needsPython(['netCDF4'], t)) return;
  const { variables } = readNetcdf(await oddFile(t));
  assert.deepEqual([variables.temp?.attributes.valid_min, variables.temp?.attributes.valid_max], [-5, 35]);
  assert.equal(variables.far?.attributes.valid_max, undefined);
  assert.deepEqual(variables.far?.attributes.actual_range, [0.5, 2]);
});

test('a test of the times themselves belongs to the time', async (t) => {
  if (!needsPython(['netCDF4'], t)) return;
  const data = await testFolder(t);
  const flags = { ...oddFacts.flags, time_qc: { field: 'time' }, time_qc_gap: { field: 'time', test: 'gap' } };
  const samples = oddSamples.map((one) => ({ ...one, flags: { ...one.flags, time_qc: 1, time_qc_gap: 1 } as const }));
  await store(data, { ...oddFacts, flags }, samples);
  const source = await sourceOf(t, { data, instrument: 'odd', stream: 'odd', fields: ['temp'] });
  const path = join(data, 'odd.nc');
  await writeNetcdf(source, path, { now: NOW, signal: never });
  const { variables } = readNetcdf(path);
  assert.equal(variables.time?.attributes.ancillary_variables, 'time_qc time_qc_gap');
  assert.equal(variables.time_qc_gap?.attributes.standard_name, 'gap_test_quality_flag');
});

test('xarray decodes times, flags and texts', async (t) => {
  if (!needsPython(['netCDF4', 'xarray'], t)) return;
  const program = `
import json, sys, xarray
ds = xarray.open_dataset(sys.argv[1])
print(json.dumps({
  'coords': sorted(ds.coords),
  'time': str(ds.time.dtype), 'first': str(ds.time.values[0])[:26],
  'exact': [str(one) for one in ds.time_ns.values.astype('datetime64[ns]')],
  'temp': [None if one != one else one for one in ds.temp.values.tolist()],
  'good': ds.temp.where(ds.temp_qc == 1, drop=True).values.tolist(),
  'qc': ds.temp_qc.values.tolist(), 'note': ds.note.values.tolist(),
  'by_time': float(ds.swap_dims(obs='time').temp.sel(time='2026-11-22T06:00:01', method='nearest')),
}))`;
  assert.deepEqual(python(program, await oddFile(t)), {
    coords: ['deployment_depth', 'latitude', 'longitude', 'time'],
    time: 'datetime64[ns]',
    first: '2026-11-22T06:00:00.000000',
    exact: ['2026-11-22T06:00:00.000000001', '2026-11-22T06:00:00.500000001', '2026-11-22T06:00:01.000000001'],
    temp: [9.2773, null, 34.99999999999999],
    good: [9.2773],
    qc: [1, 9, 4],
    note: ['plain', '', 'comma, "quote"\nline – ünï'],
    by_time: 34.99999999999999,
  });
});

test('ncdump prints the file', async (t) => {
  if (!needs('ncdump', t, 'netcdf-bin')) return;
  const { stdout, status } = spawnSync('ncdump', ['-v', 'time,temp_qc,note', await oddFile(t)], { encoding: 'utf8' });
  assert.equal(status, 0);
  assert.match(stdout, /obs = UNLIMITED ; \/\/ \(3 currently\)/);
  assert.match(stdout, /time = 1795327200, 1795327200\.5, 1795327201 ;/);
  assert.match(stdout, /temp_qc = 1, 9, 4 ;/);
});

test('fields may be called like what a file has besides: dimensions, exact times, lengths of lists', async (t) => {
  if (!needsPython(['netCDF4'], t)) return;
  const data = await testFolder(t);
  const integer = { title: 'Any', type: 'integer' } as const;
  const fields = {
    obs: integer,
    strlen_7: integer,
    items_3: integer,
    time_ns: integer,
    profile: { title: 'Profile', type: 'list', items: 'number' },
    profile_count: integer,
  } as const;
  const own = { obs: 1, strlen_7: 2, items_3: 3, time_ns: 4, profile_count: 5 };
  const samples = oddSamples.map(({ values: { profile = null }, ...sample }) => ({
    ...sample,
    values: { ...own, profile },
    flags: {},
  }));
  await store(data, { ...oddFacts, fields, flags: {} }, samples);
  const path = join(data, 'odd.nc');
  const source = await sourceOf(t, { data, instrument: 'odd', stream: 'odd' });
  await writeNetcdf(source, path, { now: NOW, signal: never });
  const { variables } = readNetcdf(path);
  for (const [name, value] of Object.entries(own)) {
    assert.deepEqual(variables[name]?.values, Array(3).fill(String(value)), name);
    assert.deepEqual(variables[name]?.dimensions, ['sonde_obs'], name);
  }
  assert.deepEqual(variables.profile?.dimensions, ['sonde_obs', 'sonde_items_3']);
  assert.deepEqual(variables.timeseries_id?.dimensions, ['sonde_strlen_7']);
  assert.deepEqual(variables.sonde_profile_count?.values, [3, -2_147_483_647, 1]);
  assert.equal(variables.sonde_time_ns?.type, 'int64');
});
