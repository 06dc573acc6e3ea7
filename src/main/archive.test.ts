// An archive is imported with a definition that is mistaken, and re-parsed with the corrected one: all through the command line.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { probeSource } from '../catalogue/test-definitions.ts';
import { openSamples } from '../store/read/stored-samples.ts';
import { taken } from '../store/test-archive.ts';
import { sonde } from './testing/sonde-process.ts';

const CORRECT = probeSource('acme.probe');
/** Above 20 °C it reads ten times too much. */
const MISTAKEN = CORRECT.replace(
  "number({ unit: 'degree_Celsius' })",
  "{ ...number({ unit: 'degree_Celsius' }), read: (text) => Number(text) > 20 ? Number(text) * 10 : Number(text) }",
);

const DAYS = ['2014/01/01', '2014/01/02', '2014/01/03'];
const TEMPERATURES = [18, 19, 20, 21, 22];

async function archive(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-archive-'));
  t.after(() => rm(folder, { recursive: true }));
  for (const [i, day] of DAYS.entries()) {
    const lines = TEMPERATURES.map((temp, n) => `${day} 12:0${n}:00.000 T=${temp}.${i + 1}\r\n`);
    await writeFile(join(folder, `${day.replaceAll('/', '')}.probe.log`), lines.join(''));
  }
  const definition = join(folder, '.probe.ts');
  const data = join(folder, '.data');
  const command = async (...args: string[]) => {
    const { code, stdout, stderr } = await sonde([...args, '--data', data]);
    assert.equal(code, 0, stderr);
    return stdout;
  };
  return {
    folder,
    definition,
    command,
    define: (source: string) => writeFile(definition, source),
    temperatures: async () => {
      using stored = await openSamples(data);
      const samples = await taken(stored.samples({ instrument: 'probe', stream: 'point' }));
      return samples.map(({ values }) => values.temp);
    },
  };
}

const expected = (wrong: boolean): number[] =>
  DAYS.flatMap((_, day) => TEMPERATURES.map((temp) => Number(`${temp}.${day + 1}`))).map((temp) =>
    wrong && temp > 20 ? temp * 10 : temp,
  );

test('an archive is imported, re-parsed with a corrected definition, and that is undone', async (t) => {
  const { folder, definition, command, define, temperatures } = await archive(t);
  await define(MISTAKEN);
  const summary = await command('import', 'probe', folder, '--kind', definition);
  assert.match(summary, /^files +3\n/m);
  assert.match(summary, /^days +3 +2014-01-01 to 2014-01-03$/m);
  assert.match(summary, /^point +15 +samples$/m);
  assert.deepEqual(await temperatures(), expected(true));

  await define(CORRECT);
  const again = ['reparse', 'probe', '--definition', definition];
  const told = await command(...again, '--from', '2014-01-02', '--dry-run');
  assert.match(told, /point: 4 equal, 6 changed, 0 new, 0 gone; in 2014-01-02, 2014-01-03/);
  assert.match(told, /temp: 6 differ\n +2014-01-02T12:02:00Z {2}202\.0* → 20\.2/);
  assert.deepEqual(await temperatures(), expected(true));
  const report = JSON.parse(await command(...again, '--json'));
  assert.equal(report.streams[0].differences.changed, 9);
  assert.deepEqual(await temperatures(), expected(false));
  assert.equal(JSON.parse(await command(...again, '--json')).replacement, undefined);

  assert.match(await command('reparse', 'probe', '--undo'), /^undone: point: 9 changed/);
  assert.deepEqual(await temperatures(), expected(true));
  await command(...again);
  assert.match(await command('reparse', 'probe', '--discard'), /MB removed/);
  assert.deepEqual(await temperatures(), expected(false));
});

test('what cannot be re-parsed says what would be right', async (t) => {
  const { folder, definition, command, define } = await archive(t);
  await define(CORRECT);
  await command('import', 'probe', folder, '--kind', definition);
  const data = join(folder, '.data');
  const wrong = async (...args: string[]) => {
    const { code, stderr } = await sonde([...args, '--data', data]);
    assert.equal(code, 2, stderr);
    return stderr;
  };
  assert.match(await wrong('reparse', 'nobody'), /nobody: there is no folder .*nobody; name the data folder/);
  assert.match(await wrong('reparse', 'probe', '--definition', definition, '--stream', 'pont'), /pont: .*point/);
  assert.match(await wrong('reparse', 'probe', '--definition', definition, '--undo'), /no re-parse has left old files/);
  assert.match(await wrong('import', 'probe', definition, '--kind', definition), /neither a log of a port agent/);
});
