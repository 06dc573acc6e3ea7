import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { loadInstrument } from '../instruments/find-instrument.ts';
import { systemClock } from '../kit/clock.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { untilFiles } from './testing/lines-file.ts';
import { SondeProcess, sonde } from './testing/sonde-process.ts';

const within = () => AbortSignal.timeout(60_000);
const DAY = '2000-01-01';

/** What the simulated instrument has anyway: what need not be set costs no time. */
const AS_IT_IS =
  '{ sample_interval: 3600, n_cycles: 10, pump_mode: no_pump, delay_before_sampling: 2, volt0: false, wetlabs: true, echo: false }';

interface Stored {
  readonly values: Readonly<Record<string, number | null>>;
  readonly calibration?: string;
}

/** An SBE 16plus V2 with raw counts, in a configuration that can be changed. */
async function seacat(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-derived-'));
  const data = join(folder, 'data');
  const env = { SONDE_RUNTIME_DIR: join(folder, 'control') };
  const file = join(folder, 'sonde.yaml');
  const simulator = await serveSimulator(await loadInstrument('sea_bird.sbe16plus_v2'), { tcp: 0, clock: systemClock });
  t.after(async () => {
    await sonde(['port-agent', 'stop', 'ctd', '--data', data], env);
    await simulator[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
  const configure = (more: string): Promise<void> =>
    writeFile(
      file,
      `data: ${data}
instruments:
  ctd:
    kind: sea_bird.sbe16plus_v2
    link: tcp://127.0.0.1:${simulator.port}
    position: { latitude: 44.6, longitude: -124.1 }
    startup: { mode: command, parameters: ${AS_IT_IS} }
${more}`,
    );
  const say = (...args: string[]) => sonde(args, env);
  return {
    configure,
    run: () => new SondeProcess(['run', '-c', file], env),
    say,
    reparse: (...args: string[]) => say('reparse', 'ctd', '-c', file, ...args),
    reparseUnconfigured: () => say('reparse', 'ctd', '--data', data),
    calibrations: async () => JSON.parse(await readFile(join(data, 'ctd', 'calibrations.json'), 'utf8')),
    async stored(): Promise<Stored[]> {
      const { stdout } = await say('query', 'ctd', 'sample', '--data', data, '--format', 'jsonl');
      return stdout
        .trim()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
    },
  };
}

test('raw counts are stored with what follows from them; a calibration given later changes what it should, and nothing else', {
  timeout: 120_000,
}, async (t) => {
  const ctd = await seacat(t);
  await ctd.configure('');
  await using driver = ctd.run();
  await driver.said(/running/);
  await untilFiles(async () => (await ctd.calibrations().catch(() => [])).length === 1, within());
  const { code, stderr } = await ctd.say('exec', 'ctd', 'acquire_sample');
  assert.equal(code, 0, stderr);
  await driver.kill('SIGINT');

  const [before] = await ctd.stored();
  assert.ok(before !== undefined);
  const { sea_water_conductivity: conductivity, sea_water_temperature: temperature } = before.values;
  assert.ok(typeof conductivity === 'number' && typeof temperature === 'number');
  assert.match(before.calibration ?? '', /^20\d\d-\d\d-\d\d-[0-9a-f]{8}$/);
  assert.match((await ctd.reparse()).stdout, /^ {2}sample: 1 equal, 0 changed, 0 new, 0 gone$/m);

  await ctd.configure(`    calibrations: [{ date: ${DAY}, coefficients: { cond_coeff_cslope: 1.01 } }]\n`);
  const { stdout } = await ctd.reparse();
  assert.match(stdout, /sea_water_conductivity: 1 differ/);
  assert.doesNotMatch(stdout, /sea_water_temperature/);
  const [after] = await ctd.stored();
  assert.equal(after?.values.sea_water_temperature, temperature);
  assert.ok(Math.abs(Number(after?.values.sea_water_conductivity) - 1.01 * conductivity) < 1e-12);
  assert.match(after?.calibration ?? '', new RegExp(`^${DAY}-`));
  assert.match((await ctd.reparse()).stdout, /^ {2}sample: 1 equal, 0 changed, 0 new, 0 gone$/m);
  assert.match((await ctd.reparseUnconfigured()).stderr, /samples were calibrated as a configuration says/);
});
