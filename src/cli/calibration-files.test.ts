import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseConfig } from '../config/parse-config.ts';
import { sbe19plusV2 } from '../instruments/sea_bird/sbe19plus-v2/index.ts';
import { sbe37Smp } from '../instruments/sea_bird/sbe37-smp/index.ts';
import { ConfigError } from '../kit/errors.ts';
import { calibrationProblems, readCoefficients, withCalibrations } from './calibration-files.ts';

const CAST = fileURLToPath(new URL('../instruments/sea_bird/fixtures/cast-6398.hex', import.meta.url));

async function folderWith(files: Readonly<Record<string, string>>) {
  const path = await mkdtemp(join(tmpdir(), 'sonde-cal-'));
  for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

test('coefficients are read from lists, and from what the instrument showed', async () => {
  await using folder = await folderWith({
    'a.yaml': 'cond_coeff_cg: -1.03206551\ncond_coeff_ch: 1.61853283e-1\n',
    'a.json': '{ "temp_coeff_offset": 0.001 }',
  });
  assert.deepEqual(readCoefficients(sbe19plusV2, join(folder.path, 'a.yaml')), {
    cond_coeff_cg: -1.03206551,
    cond_coeff_ch: 0.161853283,
  });
  assert.deepEqual(readCoefficients(sbe19plusV2, join(folder.path, 'a.json')), { temp_coeff_offset: 0.001 });
  const shown = readCoefficients(sbe19plusV2, CAST);
  assert.deepEqual(
    [shown.temp_coeff_ta0, shown.press_coeff_ptca2, shown.press_coeff_pc1],
    [1.260959e-3, 0.3563378, undefined],
  );
});

const CONFIG = `
instruments:
  ctd:
    kind: sea_bird.sbe19plus_v2
    link: tcp://10.0.0.12:4001
    calibrations:
      - { date: 2026-03-01, file: a.yaml }
      - date: 2026-09-15
        coefficients: { cond_coeff_cslop: 1.0001 }
      - { date: March, coefficients: {} }
      - { date: 2026-10-01 }
`;

test('all that is wrong with calibrations of a configuration is said at once, each with its line', async () => {
  await using folder = await folderWith({ 'a.yaml': 'cond_coeff_cg: many\n' });
  const known = {
    kinds: ['sea_bird.sbe19plus_v2'],
    calibrationProblems: (_: string, all: readonly unknown[]) => calibrationProblems(sbe19plusV2, all, folder.path),
  };
  assert.throws(
    () => parseConfig(CONFIG, 'sonde.yaml', known),
    (error) => {
      assert(error instanceof ConfigError);
      assert.deepEqual(
        error.issues.map(({ where, message }) => `${where} ${message.replace(folder.path, '…')}`),
        [
          "sonde.yaml:7:29 …/a.yaml: cond_coeff_cg: 'many' is not a number",
          "sonde.yaml:9:25 is no coefficient of sea_bird.sbe19plus_v2; did you mean 'cond_coeff_cslope'?",
          "sonde.yaml:10:11 must be a day such as '2026-03-01'",
          'sonde.yaml:11:9 needs either file (YAML, JSON, or what the instrument shows) or coefficients ({ name: number })',
        ],
      );
      return true;
    },
  );
});

test('a configuration holds what its files say', async () => {
  const text = CONFIG.split('\n').slice(0, 7).join('\n').replace('a.yaml', 'cast-6398.hex');
  const config = parseConfig(text, 'sonde.yaml', { kinds: ['sea_bird.sbe19plus_v2'] });
  const filled = withCalibrations(config, () => sbe19plusV2, dirname(CAST));
  assert.equal(filled.instruments.ctd?.calibrations?.[0]?.coefficients?.cond_coeff_cg, -1.032066);
});

test('an instrument that converts nothing wants no coefficients', () => {
  const [problem] = calibrationProblems(sbe37Smp, [{ date: '2026-03-01', coefficients: { ta0: 1 } }], '.');
  assert.equal(problem?.message, 'sea_bird.sbe37_smp derives nothing that needs coefficients');
});
