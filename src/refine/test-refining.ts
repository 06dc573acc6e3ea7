import { integer, number, numbers, text } from '../definition/field.ts';
import { from, line } from '../definition/stream.ts';
import { fromIso } from '../kit/time.ts';
import type { Sample, Values } from '../model/sample.ts';

/** A probe with a valid range, values of all kinds, and a second stream that joins it. */
export const probe = {
  kind: 'test.probe',
  samples: {
    ctd: line(/^(?<temp>\S+) (?<cond>\S+) (?<note>\S*) (?<bins>.*)$/, {
      temp: number({ unit: 'degree_Celsius', valid: [-5, 35] }),
      cond: number({ unit: 'S m-1' }),
      note: text(),
      bins: numbers({ valid: [0, 255] }),
    }),
    track: line(
      /^(?<lat>\S+) (?<lon>\S+) (?<count>\d+)$/,
      { lat: number(), lon: number(), count: integer() },
      { joins: { temp: from('ctd', 'temp') } },
    ),
  },
};

export const START = fromIso('2026-11-23T00:00:00Z');

/** The sample of a second; its place in the log is its number. */
export const sampleAt = (
  second: number,
  stream: string,
  values: Values,
  quality: Sample['quality'] = 'ok',
): Sample => ({
  instrument: 'probe',
  stream,
  time: START + BigInt(second) * 1_000_000_000n,
  times: { driver: START },
  quality,
  values,
  log: { day: '2026-11-23', offset: second, length: 1 },
});
