import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { needsPython } from '../../tools/needs.ts';
import { toSampleJson } from '../model/sample-json.ts';
import { RECORD_COLUMNS } from '../store/columns.ts';
import { exportFile, exportText, type TextFormat } from './export-samples.ts';
import type { Wanted } from './source.ts';
import { NOW, never, oddFacts, oddSamples, python, sourceOf, store, testFolder } from './test-export.ts';

async function oddSource(t: TestContext, wanted: Partial<Wanted> = {}) {
  const data = await testFolder(t);
  await store(data, oddFacts, oddSamples);
  return { data, source: await sourceOf(t, { data, instrument: 'odd', stream: 'odd', ...wanted }) };
}

async function lines(t: TestContext, format: TextFormat, wanted: Partial<Wanted> = {}): Promise<string[]> {
  const { source } = await oddSource(t, wanted);
  let text = '';
  const add = async (piece: string): Promise<void> => {
    text += piece;
  };
  await exportText(source, format, add, { signal: never });
  return text.trimEnd().split('\n');
}

test('pandas reads a CSV export with its types, and with nothing to be told but which column is the time', async (t) => {
  if (!needsPython(['pandas'], t)) return;
  const { data, source } = await oddSource(t);
  const path = join(data, 'odd.csv');
  await exportFile(source, 'csv', path, { now: NOW, signal: never });
  const program = `
import json, sys, pandas
df = pandas.read_csv(sys.argv[1], parse_dates=['time', 'port_time', 'driver_time'])
plain = lambda column: [None if one != one else one for one in column.tolist()]
print(json.dumps({
  'types': {name: str(df[name].dtype) for name in ('time', 'port_time', 'driver_time', 'temp', 'is_on', 'temp_qc', 'log_offset')},
  'time': [one.isoformat() for one in df.time], 'exact': [one.value % 1000000000 for one in df.time],
  'temp': plain(df.temp), 'depth': plain(df.depth), 'note': plain(df.note), 'count': plain(df['count']), 'is_on': plain(df.is_on),
  'profile': [None if one != one else json.loads(one) for one in df.profile], 'blob': plain(df.blob),
}))`;
  assert.deepEqual(python(program, path), {
    types: {
      time: 'datetime64[ns, UTC]',
      port_time: 'datetime64[ns, UTC]',
      driver_time: 'datetime64[ns, UTC]',
      temp: 'float64',
      is_on: 'object',
      temp_qc: 'int64',
      log_offset: 'int64',
    },
    time: [
      '2026-11-22T06:00:00.000000001+00:00',
      '2026-11-22T06:00:00.500000001+00:00',
      '2026-11-22T06:00:01.000000001+00:00',
    ],
    exact: [1, 500_000_001, 1],
    temp: [9.2773, null, 34.99999999999999],
    depth: [11.5, null, null],
    note: ['plain', null, 'comma, "quote"\nline – ünï'],
    count: [7, null, -9007199254740991],
    is_on: [true, null, false],
    profile: [[0.1, null, -3], null, [1e-300]],
    blob: ['AAH+/w==', null, null],
  });
});

test('beside a CSV file stands what it cannot say: types, units, standard names', async (t) => {
  const { data, source } = await oddSource(t, { fields: ['temp'] });
  await exportFile(source, 'csv', join(data, 'odd.csv'), { now: NOW, signal: never });
  const { url, tableSchema } = JSON.parse(await readFile(join(data, 'odd.csv-metadata.json'), 'utf8'));
  assert.equal(url, 'odd.csv');
  assert.deepEqual(
    tableSchema.columns.map(({ name, datatype }: Record<string, string>) => [name, datatype]),
    [
      ['time', 'dateTime'],
      ['temp', 'double'],
      ['temp_qc', 'unsignedByte'],
      ['temp_qc_gross_range', 'unsignedByte'],
    ],
  );
  assert.deepEqual(tableSchema.columns[1], {
    name: 'temp',
    titles: 'temp',
    'dc:description': 'Temperature',
    datatype: 'double',
    propertyUrl: 'http://vocab.nerc.ac.uk/standard_name/sea_water_temperature/',
    'schema:unitText': 'degree_Celsius',
  });
});

test('JSON lines are samples as they leave the running program', async (t) => {
  const found = await lines(t, 'jsonl');
  assert.deepEqual(
    found.map((line) => JSON.parse(line)),
    oddSamples.map((sample) => JSON.parse(JSON.stringify(toSampleJson(sample)))),
  );
});

test('a sample in JSON lines says where it comes from, whichever fields are wanted', async (t) => {
  const [first] = await lines(t, 'jsonl', { fields: ['count'], always: RECORD_COLUMNS });
  const { values, flags, log, times } = JSON.parse(first ?? '');
  assert.deepEqual(
    { values, flags, log, port: times.port },
    {
      values: { count: 7 },
      flags: undefined,
      log: { day: '2026-11-22', offset: 0, length: 90 },
      port: '2026-11-22T06:00:00.000000001Z',
    },
  );
});

test("ERDDAP's JSON Lines CSV is a list of names, and then lists of values", async (t) => {
  assert.deepEqual(await lines(t, 'jsonlcsv', { fields: ['temp', 'words'] }), [
    '["time","temp","words","temp_qc","temp_qc_gross_range"]',
    '["2026-11-22T06:00:00.000000001Z",9.2773,["a","be"],1,1]',
    '["2026-11-22T06:00:00.500000001Z",null,null,9,9]',
    '["2026-11-22T06:00:01.000000001Z",34.99999999999999,[],4,4]',
  ]);
});

test('good values only: those that are flagged as suspect, failed or missing are left out, their flags are not', async (t) => {
  assert.deepEqual(await lines(t, 'csv', { fields: ['temp', 'far'], goodOnly: true }), [
    'time,temp,far,temp_qc,temp_qc_gross_range',
    '2026-11-22T06:00:00.000000001Z,9.2773,0.5,1,1',
    '2026-11-22T06:00:00.500000001Z,,,9,9',
    '2026-11-22T06:00:01.000000001Z,,2,4,4',
  ]);
});

test('whole numbers have all their digits, also in lists', async (t) => {
  const data = await testFolder(t);
  const fields = {
    whole: { title: 'Whole', type: 'integer' },
    many: { title: 'Many', type: 'list', items: 'integer' },
  } as const;
  const values = { whole: 2 ** 60, many: [2 ** 60, null, -(2 ** 62)] };
  await store(data, { ...oddFacts, fields, flags: {} }, [{ ...oddSamples[0]!, values, flags: {} }]);
  const written = async (format: TextFormat): Promise<string> => {
    const source = await sourceOf(t, { data, instrument: 'odd', stream: 'odd', fields: ['whole', 'many'] });
    const pieces: string[] = [];
    await exportText(source, format, async (text) => pieces.push(text), { signal: never });
    return pieces.join('');
  };
  const digits = '1152921504606846976,null,-4611686018427387904';
  assert.ok((await written('csv')).endsWith(`,1152921504606846976,"[${digits}]"\n`));
  assert.ok((await written('jsonlcsv')).endsWith(`,1152921504606846976,[${digits}]]\n`));
});
