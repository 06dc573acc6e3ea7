import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../kit/errors.ts';
import { parseConfig } from './parse-config.ts';

const known = { kinds: ['acme.ctd'], fieldNames: () => ['temp', 'ctd.temp'] };

/** What is wrong with it, a line each. */
function problems(instruments: string): string[] {
  try {
    parseConfig(`instruments:\n${instruments}`, 'sonde.yaml', known);
    return [];
  } catch (error) {
    assert(error instanceof ConfigError);
    return error.issues.map(({ where, name, message }) => `${where} ${name}: ${message}`);
  }
}

test('two instruments with the same connection are told, each at its line, however it is written', () => {
  const told = problems(
    [
      "  a: { kind: acme.ctd, link: 'tcp://10.0.0.1:4001' }",
      "  b: { kind: acme.ctd, link: 'telnet://10.0.0.1:4001' }",
      "  c: { kind: acme.ctd, link: 'tcp://10.0.0.1:4002' }",
      "  d: { kind: acme.ctd, link: 'serial:///dev/ttyS0?baud=9600' }",
      "  e: { kind: acme.ctd, link: 'serial:///dev/ttyS0?baud=4800' }",
      "  f: { kind: acme.ctd, link: 'replay:///data/x.bin?pace=fast' }",
      "  g: { kind: acme.ctd, link: 'replay:///data/x.bin?pace=fast' }",
    ].join('\n'),
  );
  assert.deepEqual(told, [
    'sonde.yaml:2:24 instruments.a.link: is the same connection as that of b.link',
    'sonde.yaml:3:24 instruments.b.link: is the same connection as that of a.link',
    'sonde.yaml:5:24 instruments.d.link: is the same connection as that of e.link',
    'sonde.yaml:6:24 instruments.e.link: is the same connection as that of d.link',
  ]);
});

test('names that are something else in the data folder, times that never come and fields that are not there are told', () => {
  const told = problems(
    [
      "  system: { kind: acme.ctd, link: 'tcp://10.0.0.1:1' }",
      "  run: { kind: acme.ctd, link: 'tcp://10.0.0.1:2', schedule: { x: { cron: '0 0 30 2 *' } } }",
      "  a: { kind: acme.ctd, link: 'tcp://10.0.0.1:3', show: [temp, ctd.temp, tmp] }",
    ].join('\n'),
  );
  assert.equal(told.length, 4);
  assert.match(told.join('\n'), /instruments\.system: 'system' is the name of something else/);
  assert.match(told.join('\n'), /instruments\.run: 'run' is the name of something else/);
  assert.match(told.join('\n'), /schedule\.x\.cron: '0 0 30 2 \*' never falls due/);
  assert.match(told.join('\n'), /show\.2: 'tmp' is no field of acme\.ctd; did you mean 'temp'/);
});
