import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { needsPython, PYTHON } from '../../tools/needs.ts';
import { factsOf, store, testFolder } from '../export/test-export.ts';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { fromIso } from '../kit/time.ts';
import { sonde } from './testing/sonde-process.ts';

/** Two hours of a CTD that samples every ten seconds; its last value is flagged as failed. */
async function ctdData(t: TestContext): Promise<string> {
  const data = await testFolder(t);
  const facts = factsOf(sbe37Smp, 'ctd', { id: 'ctd_12m', position: { latitude: 60.4, longitude: 5.3, depth: 12 } });
  const count = 720;
  const samples = Array.from({ length: count }, (_, n) => {
    const time = fromIso('2026-11-22T06:00:00Z') + BigInt(n) * 10_000_000_000n;
    return {
      instrument: 'ctd_12m',
      stream: 'ctd',
      time,
      times: { port: time, driver: time },
      quality: 'ok' as const,
      values: { temp: n < 360 ? 9 : 10, conductivity: 3.5, pressure: 12 },
      flags: Object.fromEntries(Object.keys(facts.flags).map((name) => [name, n === count - 1 ? 4 : 1] as const)),
      log: { day: '2026-11-22', offset: n * 50, length: 40 },
    };
  });
  await store(data, facts, samples);
  return data;
}

/** No program of this user's is asked for its samples. */
const alone = (data: string) => ({ SONDE_RUNTIME_DIR: join(data, 'run') });

async function exported(data: string, ...args: string[]) {
  return sonde(['export', 'ctd_12m', 'ctd', '--data', data, ...args], alone(data));
}

test('sonde export writes text to stdout, and says nothing where it was quick', async (t) => {
  const data = await ctdData(t);
  const range = ['--from', '2026-11-22T06:00Z', '--to', '2026-11-22T06:00:20Z', '--fields', 'temp'];
  const { code, stdout, stderr } = await exported(data, ...range);
  assert.equal(code, 0, stderr);
  assert.equal(stderr, '');
  assert.equal(
    stdout,
    `time,temp,temp_qc,temp_qc_spike
2026-11-22T06:00:00.000000000Z,9,1,1
2026-11-22T06:00:10.000000000Z,9,1,1
`,
  );
});

test('sonde export writes a file, says how many samples, and lets others read it as the umask has it', async (t) => {
  const data = await ctdData(t);
  for (const format of ['netcdf', 'parquet', 'csv']) {
    const out = join(data, `ctd.${format}`);
    const { code, stderr } = await exported(data, '--format', format, '--out', out);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^720 samples in [\d.]+ s → /);
    assert.equal(statSync(out).mode & 0o777, 0o666 & ~process.umask(), format);
  }
});

test('sonde export says what would be right', async (t) => {
  const data = await ctdData(t);
  const refused = async (message: RegExp, ...args: string[]) => {
    const { code, stderr } = await exported(data, ...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  };
  await refused(/--out: is needed: a netcdf file is no text\. E\.g\. --out ctd_12m-ctd\.nc/, '--format', 'netcdf');
  await refused(/--out: there is no folder .*nowhere; make it first/, '--out', join(data, 'nowhere', 'ctd.csv'));
  await refused(/--out: .* is a folder; name a file, e\.g\. --out ctd_12m-ctd\.csv/, '--out', data);
  await refused(
    /--format: ERDDAP reads no JSON objects; --format jsonlcsv/,
    '--format',
    'jsonl',
    '--out',
    join(data, 'x'),
    '--erddap',
  );
  await refused(/must be name=value/, '--attribute', 'license');
  await refused(/tmp: no such field; did you mean 'temp'\?/, '--fields', 'tmp');
});

test("sonde export --erddap prints the dataset of the stored files' own folder, and writes nothing", async (t) => {
  const data = await ctdData(t);
  const before = readdirSync(data);
  const { code, stdout } = await exported(data, '--format', 'parquet', '--erddap', '--attribute', 'institution=UiB');
  assert.equal(code, 0);
  assert.match(stdout, /<dataset type="EDDTableFromParquetFiles" datasetID="ctd_12m_ctd" active="true">/);
  assert(stdout.includes(`<fileDir>${join(data, 'ctd_12m/samples/ctd')}/</fileDir>`));
  assert.match(stdout, /<att name="institution">UiB<\/att>/);
  assert.deepEqual(readdirSync(data), before);
});

const HOW_TO = readFileSync(fileURLToPath(new URL('../../docs/how-to/pandas-xarray-r.md', import.meta.url)), 'utf8');

test('what the guide for scientists says in Python works on what its commands write', async (t) => {
  if (!needsPython(['netCDF4', 'pandas', 'xarray'], t)) return;
  const data = await ctdData(t);
  for (const [, line] of HOW_TO.matchAll(/^sonde export ctd_12m ctd (.*)$/gm)) {
    const args = line!.split(' ').map((word) => (word.startsWith('ctd.') ? join(data, word) : word));
    const { code, stderr } = await exported(data, ...args);
    assert.equal(code, 0, stderr);
  }
  const said: string[] = [];
  for (const [, program] of HOW_TO.matchAll(/^```python\n(.*?)^```/gms)) {
    const run = spawnSync(PYTHON, ['-c', program!], { cwd: data, encoding: 'utf8' });
    assert.equal(run.status, 0, run.stderr);
    said.push(run.stdout);
  }
  const [xarray, flags, pandas, units, netcdf] = said;
  assert.match(xarray ?? '', /^Temperature in degree_Celsius of Sea-Bird .*\n\[ ?9\. 10\.\]/);
  assert.equal(flags, "{'PASS': 719, 'NOT_EVALUATED': 0, 'SUSPECT': 0, 'FAIL': 1, 'MISSING': 0}\n");
  assert.match(pandas ?? '', /2026-11-22 06:00:00\+00:00 +9\.0\n2026-11-22 07:00:00\+00:00 +10\.0\n/);
  assert.match(units ?? '', /'temp': 'degree_Celsius'/);
  assert.match(netcdf ?? '', /^2026-11-22 06:00:00 9\.0 degree_Celsius 1/);
});
