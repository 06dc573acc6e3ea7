import { ConfigError } from '../kit/errors.ts';
import { isGiven } from '../refine/calibration.ts';
import type { Refiner } from '../refine/refiner.ts';
import type { DayMetadata } from '../store/day-metadata.ts';

/**
 * A `ConfigError` where stored samples were refined with what only a configuration says, and none is named: the flags of its tests would be
 * lost, and its calibrations replaced by others. `newest` is what the newest file of each stream says.
 */
export function refuseWithoutConfig(
  { streams, calibrations }: Pick<Refiner, 'streams' | 'calibrations'>,
  newest: readonly Pick<DayMetadata, 'stream' | 'flags' | 'calibrations'>[],
): void {
  const issues = newest.flatMap(({ stream: { name }, flags, calibrations: used }) => {
    const tests = Object.keys(flags).filter((column) => streams[name] && !(column in streams[name].flags));
    const given = Object.keys(used).filter((one) => isGiven(used[one]!) && !(one in calibrations));
    return [
      ...issue(tests, `the samples of ${name} were tested as a configuration says: name it with -c`),
      ...issue(given, `the samples of ${name} were calibrated as a configuration says: name it with -c`),
    ];
  });
  if (issues.length > 0) throw new ConfigError(issues);
}

const issue = (names: readonly string[], message: string) =>
  names.length === 0 ? [] : [{ name: names.join(', '), message }];
