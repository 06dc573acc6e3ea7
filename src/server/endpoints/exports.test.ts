import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { EXPORT_FORMATS, type ExportFormat, exportFile, isTextFormat } from '../../export/export-samples.ts';
import { openSource } from '../../export/source.ts';
import { testFolder } from '../../export/test-export.ts';
import { FakeClock } from '../../kit/fake-clock.ts';
import { RECORD_COLUMNS } from '../../store/columns.ts';
import { testArchive } from '../../store/test-archive.ts';
import { sample } from '../../store/test-samples.ts';
import { EXPORTS } from '../stored/export-answer.ts';
import { SharedSamples } from '../stored/shared-samples.ts';
import { asking } from '../test-asking.ts';
import { exportEndpoints } from './exports.ts';

const PATH = 'GET /instruments/ctd_12m/streams/ctd/export';

async function scene(t: TestContext) {
  const archive = await testArchive(t);
  await archive.add([sample(1), sample(2, '2026-01-02T00:00:00Z'), sample(3, '2026-01-02T00:00:01Z')]);
  const samples = new SharedSamples({ data: archive.data });
  t.after(() => samples[Symbol.asyncDispose]());
  const clock = new FakeClock();
  const ask = asking(exportEndpoints(samples, clock));
  const expected = async (format: ExportFormat): Promise<Buffer> => {
    const path = join(await testFolder(t), 'expected');
    const source = await openSource(archive.connection, {
      data: archive.data,
      instrument: 'ctd_12m',
      stream: 'ctd',
      ...(format === 'jsonl' && { always: RECORD_COLUMNS }),
    });
    await exportFile(source, format, path, { now: clock.now(), signal: new AbortController().signal });
    return readFile(path);
  };
  return { ask, expected };
}

const leftovers = async (): Promise<string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('sonde-download-')).sort();

for (const format of EXPORT_FORMATS.filter(isTextFormat))
  test(`${format} comes with the same bytes as it is written to a file, under a name`, async (t) => {
    const { ask, expected } = await scene(t);
    const { bytes, headers } = await ask(PATH, { query: { format } });
    assert.deepEqual(bytes, await expected(format));
    assert.equal(headers['content-disposition'], `attachment; filename="ctd_12m-ctd.${EXPORTS[format].ending}"`);
  });

test('what is no text comes whole, and says how long it is', async (t) => {
  const { ask } = await scene(t);
  // How such files begin: the Parquet format, and HDF5's.
  for (const [format, beginning] of [
    ['parquet', 'PAR1'],
    ['netcdf', '\x89HDF\r\n'],
  ] as const) {
    const { bytes, headers } = await ask(PATH, { query: { format } });
    assert.equal(headers['content-length'], String(bytes.length));
    assert.equal(headers['content-disposition'], `attachment; filename="ctd_12m-ctd.${EXPORTS[format].ending}"`);
    assert.equal(bytes.subarray(0, beginning.length).toString('latin1'), beginning);
  }
});

test('a stretch of it, and no files stay behind', async (t) => {
  const before = await leftovers();
  const { ask } = await scene(t);
  const { text } = await ask(PATH, { query: { from: '2026-01-02', fields: 'n' } });
  assert.equal(text.trim().split('\n').length, 3);
  await ask(PATH, { query: { format: 'netcdf' } });
  await assert.rejects(ask(PATH, { query: { from: '2027-01-01' } }), /has no samples/);
  assert.deepEqual((await leftovers()).filter((name) => !before.includes(name)).length, 0);
});
