import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DefinitionError } from '../kit/errors.ts';
import { checkInstrument } from './check-instrument.ts';
import { converted, derived } from './derived.ts';
import { seawater } from './derived-seawater.ts';
import { number, text } from './field.ts';
import type { Instrument } from './instrument.ts';
import { particleNames } from './particle-names.ts';
import { line, type StreamInfo } from './stream.ts';
import { streamMetadata } from './stream-metadata.ts';

const instrument = (info: StreamInfo, calibration?: Instrument['calibration']): Instrument => ({
  kind: 'acme.probe',
  maker: 'Acme',
  model: 'Probe',
  dialogue: { newline: '\r\n', prompt: /S>$/ },
  discover: { ask: 'status' },
  states: { command: { shows: /idle/ } },
  commands: { status: { send: 'ds' } },
  parameters: {},
  samples: {
    ctd: line(
      /^(?<t>\S+) (?<c>\S+) (?<p>\S+) (?<name>\S+)$/,
      { t: number({ unit: 'degree_Celsius' }), c: number({ unit: 'S m-1' }), p: number(), name: text() },
      info,
    ),
    sheet: line(/^(?<a>\S+) (?<maker>\S+)$/, { a: number(), maker: text() }),
  },
  simulation: { prompt: 'S>', rejects: '?', replies: {}, records: {}, values: {}, streams: {} },
  ...(calibration && { calibration }),
});

function problemsOf(definition: Instrument): string[] {
  try {
    checkInstrument(definition);
    return [];
  } catch (error) {
    assert(error instanceof DefinitionError);
    return error.message
      .split('\n')
      .slice(1)
      .map((problem) => problem.trim());
  }
}

test('all that is wrong with derived values is said, each with what would be right', () => {
  const same = (value = 0): number => value;
  const derives = {
    Wrong: derived({}, [{ field: 't' }], same),
    t: derived({}, [{ field: 'c' }], same),
    late: derived({}, [{ field: 'early' }], same),
    early: derived({}, [{ field: 'late' }], same),
    named: derived({}, [{ field: 'name' }], same),
    deep: derived(
      {},
      [
        { field: 'p', unit: 'dbar' },
        { field: 't', unit: 'm' },
      ],
      same,
    ),
    scaled: converted({}, { from: [{ field: 't' }], coefficients: ['b', 'maker', 'a'], compile: () => same }),
  };
  assert.deepEqual(problemsOf(instrument({ derives }, { stream: 'sheet' })), [
    'stream ctd: derived Wrong is not snake_case',
    'stream ctd: derived t is one of its own fields or joins',
    "stream ctd: derived late is made of 'early', which is no field before it; there are: t, c, p, name, Wrong",
    "stream ctd: derived named is made of 'name', which is no number (text)",
    "stream ctd: derived deep wants 'p' in 'dbar', but its unit is not said",
    "stream ctd: derived deep wants 't' in 'm', but its unit is 'degree_Celsius'",
    "stream ctd: derived scaled needs coefficient 'b', which is no number that 'sheet' shows",
    "stream ctd: derived scaled needs coefficient 'maker', which is no number that 'sheet' shows",
  ]);
});

test('where coefficients stand must be a stream, and somebody must need them', () => {
  assert.deepEqual(problemsOf(instrument({}, { stream: 'shet' })), [
    "calibration: stream 'shet' is not there; there are: ctd, sheet",
    'calibration: shows coefficients that no derived value needs',
  ]);
});

test('derived values are described with their stream, and are not in OOI’s particle', () => {
  const definition = instrument({ derives: seawater({ conductivity: 'c', temperature: 't', pressure: 't' }) });
  const { fields } = streamMetadata(definition, 'ctd');
  assert.deepEqual(fields.absolute_salinity, {
    title: 'Absolute salinity',
    unit: 'g kg-1',
    cf: 'sea_water_absolute_salinity',
    type: 'number',
    valid: [0, 42],
  });
  assert.equal(particleNames(definition, 'ctd').fields.density, false);
});
