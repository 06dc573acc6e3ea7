import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { smallDisk } from '../../tools/small-disk.ts';
import { fromIso } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { EXPORT_FORMATS, type ExportFormat, exportFile } from './export-samples.ts';
import { NOW, never, oddFacts, oddSamples, sourceOf, store, testFolder } from './test-export.ts';

const WANTED = { instrument: 'odd', stream: 'odd' };

/** More than one batch of any format, on two days. */
const many = (count: number): Sample[] =>
  Array.from({ length: count }, (_, n) => ({
    ...oddSamples[0]!,
    time: fromIso('2026-11-22T23:50:00Z') + BigInt(n) * 100_000_000n,
    values: { ...oddSamples[0]!.values, temp: Math.sin(n) * 10, note: `line ${n * 7919}` },
    log: { day: '2026-11-22', offset: n * 100, length: 90 },
  }));

for (const format of EXPORT_FORMATS) {
  test(`a ${format} export that is broken off leaves nothing, and the file that was there`, async (t) => {
    const data = await testFolder(t);
    const out = await testFolder(t);
    await store(data, oddFacts, many(30_000));
    const source = await sourceOf(t, { data, ...WANTED });
    const path = join(out, 'export');
    await writeFile(path, 'before');
    const stopping = new AbortController();
    // Parquet is written by the database in one go: it is interrupted where it stands.
    if (format === 'parquet') setImmediate(() => stopping.abort(new Error('stopped')));
    const onRows = (): void => stopping.abort(new Error('stopped'));
    await assert.rejects(exportFile(source, format, path, { now: NOW, signal: stopping.signal, onRows }), /stopped/);
    assert.deepEqual(await readdir(out), ['export']);
    assert.equal(await readFile(path, 'utf8'), 'before');
  });
}

const FULL: Readonly<Record<ExportFormat, RegExp>> = {
  csv: /ENOSPC/,
  jsonl: /ENOSPC/,
  jsonlcsv: /ENOSPC/,
  parquet: /No space left on device/,
  netcdf: /a NetCDF file cannot be written in .*: No space left on device/,
};

for (const format of EXPORT_FORMATS) {
  test(`a ${format} export to a disk that is full says so and leaves nothing`, async (t) => {
    const out = await smallDisk(t, '64k');
    if (out === undefined) return;
    const data = await testFolder(t);
    await store(data, oddFacts, many(8000));
    const source = await sourceOf(t, { data, ...WANTED });
    await assert.rejects(exportFile(source, format, join(out, 'export'), { now: NOW, signal: never }), FULL[format]);
    assert.deepEqual(await readdir(out), []);
  });
}
