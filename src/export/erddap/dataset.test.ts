import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { asyncBufferFromFile, parquetMetadataAsync } from 'hyparquet';
import { needsPython } from '../../../tools/needs.ts';
import { exportFile } from '../export-samples.ts';
import { NOW, never, oddFacts, oddSamples, python, readNetcdf, sourceOf, store, testFolder } from '../test-export.ts';
import { erddapDataset } from './dataset.ts';

interface Variable {
  readonly sourceName: string;
  readonly destinationName: string;
  readonly dataType: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Dataset {
  readonly type: string;
  readonly datasetID: string;
  readonly tags: readonly string[];
  readonly texts: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
  readonly variables: readonly Variable[];
}

/** Python's parser of XML, by which a text that is no XML is refused. */
const PARSE = `
import json, sys
from xml.etree import ElementTree
root = ElementTree.fromstring(sys.argv[1])
attributes = lambda one: {att.get('name'): att.text for att in one.find('addAttributes')}
plain = lambda one: {tag: one.findtext(tag) for tag in ('sourceName', 'destinationName', 'dataType')}
print(json.dumps({**root.attrib, 'tags': [one.tag for one in root], 'texts': {one.tag: one.text for one in root if len(one) == 0},
  'attributes': attributes(root), 'variables': [{**plain(one), 'attributes': attributes(one)} for one in root.iter('dataVariable')]}))`;

const FORMATS = ['csv', 'jsonlcsv', 'parquet', 'netcdf'] as const;
type Format = (typeof FORMATS)[number];

async function datasets(t: TestContext) {
  const data = await testFolder(t);
  await store(data, oddFacts, oddSamples);
  const source = await sourceOf(t, { data, instrument: 'odd', stream: 'odd' });
  const xml = (format: Format): Dataset =>
    python<Dataset>(PARSE, erddapDataset(source, format, { folder: '/srv/odd', attributes: { institution: 'A & B' } }));
  return { data, source, xml };
}

/** The columns of an export, as another program finds them. */
const COLUMNS: Readonly<Record<Format, (path: string) => Promise<string[]>>> = {
  csv: async (path) => (await readFile(path, 'utf8')).split('\n')[0]!.split(','),
  jsonlcsv: async (path) => JSON.parse((await readFile(path, 'utf8')).split('\n')[0]!),
  parquet: async (path) => {
    const { schema } = await parquetMetadataAsync(await asyncBufferFromFile(path));
    return schema.map(({ name }) => name);
  },
  netcdf: async (path) => Object.keys(readNetcdf(path).variables),
};

/** Types, and tags that one has or not: ERDDAP 2.25, "Working with the datasets.xml file", EDDTableFromFiles and its kinds. */
const TYPES: Readonly<Record<Format, readonly [string, readonly string[]]>> = {
  csv: ['EDDTableFromAsciiFiles', ['charset', 'columnSeparator', 'columnNamesRow', 'firstDataRow']],
  jsonlcsv: ['EDDTableFromJsonlCSVFiles', []],
  parquet: ['EDDTableFromParquetFiles', []],
  netcdf: ['EDDTableFromMultidimNcFiles', []],
};
const TAGS = [
  'reloadEveryNMinutes',
  'updateEveryNMillis',
  'fileDir',
  'fileNameRegex',
  'recursive',
  'pathRegex',
  'metadataFrom',
];
const MORE_TAGS = ['standardizeWhat', 'sortFilesBySourceNames', 'fileTableInMemory', 'addAttributes', 'dataVariable'];
const DATA_TYPES = ['double', 'float', 'long', 'int', 'short', 'byte', 'char', 'boolean', 'String'];
const REQUIRED = ['cdm_data_type', 'infoUrl', 'institution', 'license', 'sourceUrl', 'summary', 'title'];

for (const format of FORMATS) {
  test(`the dataset of ${format} files is XML with the tags that ERDDAP wants, and names what is in the files`, async (t) => {
    if (!needsPython(['netCDF4'], t)) return;
    const { data, source, xml } = await datasets(t);
    const { type, tags, texts, attributes, variables, datasetID } = xml(format);
    const [kind, own] = TYPES[format];
    assert.equal(type, kind);
    assert.equal(datasetID, 'odd_odd');
    assert.deepEqual([...new Set(tags)].sort(), [...TAGS, ...MORE_TAGS, ...own].sort());
    assert.equal(texts.fileDir, '/srv/odd/');
    for (const name of REQUIRED) assert(attributes[name], `${name} is said`);
    assert.equal(attributes.institution, 'A & B');

    const path = join(data, 'export');
    await exportFile(source, format, path, { now: NOW, signal: never });
    const columns = await COLUMNS[format](path);
    for (const { sourceName, destinationName, dataType, attributes: said } of variables) {
      assert.match(destinationName, /^[A-Za-z]\w*$/);
      assert(DATA_TYPES.includes(dataType), `${destinationName} is of type ${dataType}`);
      assert(said.ioos_category, `${destinationName} has a category`);
      assert(said.long_name, `${destinationName} has a name for people`);
      const [, named = sourceName] = /columnDouble\("(\w+)"\)/.exec(sourceName) ?? [];
      assert(columns.includes(named) || /^=("odd\.odd"|[\d.]+)$/.test(sourceName), `${sourceName} is in the file`);
    }
    const names = variables.map(({ destinationName }) => destinationName);
    for (const name of ['time', 'latitude', 'longitude', 'temp', 'temp_qc'])
      assert(names.includes(name), `${name} is served`);
    assert.equal(new Set(names).size, names.length, 'each name is there once');
  });
}

test('units, standard names and flags of a variable are what its files would say', async (t) => {
  if (!needsPython(['netCDF4'], t)) return;
  const { xml } = await datasets(t);
  const variables = new Map(xml('parquet').variables.map((one) => [one.destinationName, one]));
  assert.deepEqual(variables.get('temp')?.attributes, {
    ioos_category: 'Temperature',
    long_name: 'Temperature',
    units: 'degree_Celsius',
    standard_name: 'sea_water_temperature',
    ancillary_variables: 'temp_qc temp_qc_gross_range',
  });
  assert.deepEqual(variables.get('temp_qc_gross_range')?.attributes, {
    ioos_category: 'Quality',
    long_name: 'Quality of Temperature: gross range test',
    flag_values: '1, 2, 3, 4, 9',
    flag_meanings: 'PASS NOT_EVALUATED SUSPECT FAIL MISSING',
    standard_name: 'gross_range_test_quality_flag',
  });
});
