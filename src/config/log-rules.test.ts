import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { ConfigError } from '../kit/errors.ts';
import { upkeepOf } from './log-rules.ts';
import { parseConfig } from './parse-config.ts';

const known = { kinds: ['sea_bird.sbe37_smp'] };
const withRules = (all: string, own: string) =>
  parseConfig(
    `${all}
instruments:
  ctd:
    kind: sea_bird.sbe37_smp
    link: tcp://10.0.0.12:4001
    ${own}
`,
    'sonde.yaml',
    known,
  );

const rulesOf = (all: string, own = '') => {
  const config = withRules(all, own);
  return upkeepOf(config, config.instruments.ctd!);
};

test("an instrument's own rules for its log go before those for all", () => {
  assert.deepEqual(rulesOf(''), { compress: true });
  const all = "log: { keep: { days: 365, size: '100 GB' }, archive: /mnt/nas/sonde }";
  assert.deepEqual(rulesOf(all), { compress: true, archive: '/mnt/nas/sonde', keepDays: 365, keepBytes: 100e9 });
  assert.deepEqual(rulesOf(all, 'log: { compress: false, keep: { days: 30 }, archive: elsewhere }'), {
    compress: false,
    archive: resolve('elsewhere'),
    keepDays: 30,
  });
});

test('what is wrong with the rules is said with its line', () => {
  assert.throws(
    () => withRules("log: { keep: { days: 0, size: 'much' } }", "log: { compres: 'yes' }"),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(
        error.issues.map(({ name, where }) => `${where} ${name}`),
        [
          'sonde.yaml:1:16 log.keep.days',
          'sonde.yaml:1:25 log.keep.size',
          'sonde.yaml:6:12 instruments.ctd.log.compres',
        ],
      );
      assert.match(error.message, /'much' is not a size such as '512 MB'/);
      return true;
    },
  );
});
