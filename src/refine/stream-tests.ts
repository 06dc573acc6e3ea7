import { secondsOf } from '../config/quality-schema.ts';
import type { Flag, Values } from '../model/sample.ts';
import { gap } from '../qartod/gap.ts';
import { samplingInterval } from '../qartod/interval.ts';
import { location, speed } from '../qartod/location.ts';
import { type FieldTest, type Moment, numberOf } from './field-tests.ts';
import type { StreamQuality } from './resolve-quality.ts';

/** The fields that the tests of a stream judge; the time is one of them. */
export const TIME = 'time';

type Own = StreamQuality['own'];

const ONE = { samples: 1, seconds: 0 };

/** The tests of the stream that speak of a field. */
export const ofStream = (field: string, { gap: limit, location: place }: Own): FieldTest[] => [
  ...(field === TIME && limit !== undefined
    ? [{ name: 'gap', judge: (_: unknown, moment: Moment) => moment.gap, memory: ONE }]
    : []),
  ...(place !== undefined && (field === place.latitude || field === place.longitude)
    ? [
        { name: 'location', judge: (_: unknown, moment: Moment) => moment.location, memory: ONE },
        ...(place.speed ? [{ name: 'speed', judge: (_: unknown, moment: Moment) => moment.speed, memory: ONE }] : []),
      ]
    : []),
];

const unasked = (): Flag => 2;

/** What is true of a sample as a whole, from its time and its values; the time between samples as far as it is `timed`. */
export function moments(
  { gap: limit, location: place }: Own,
  depthOf: (values: Values) => number,
  timed: boolean,
): (at: number, values: Values) => Moment {
  const judgeGap = limit === undefined ? unasked : gap(secondsOf(limit));
  const judgePlace = place === undefined ? unasked : location(place);
  const judgeSpeed = place?.speed === undefined ? unasked : speed(place.speed);
  const interval = timed ? samplingInterval() : () => undefined;
  return (at, values) => {
    const latitude = place === undefined ? Number.NaN : numberOf(values[place.latitude] ?? null);
    const longitude = place === undefined ? Number.NaN : numberOf(values[place.longitude] ?? null);
    return {
      at,
      interval: interval(at),
      depth: depthOf(values),
      gap: judgeGap(at),
      location: judgePlace(latitude, longitude),
      speed: judgeSpeed(latitude, longitude, at),
    };
  };
}
