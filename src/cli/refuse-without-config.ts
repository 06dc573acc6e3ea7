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
  const tested = newest.flatMap(({ stream: { name }, flags }) => {
    const tests = Object.keys(flags).filter((column) => streams[name] && !(column in streams[name].flags));
    return issue(tests, `the samples of ${name} were tested as a configuration says: name it with -c`);
  });
  // A file may tell of calibrations that other streams of the instrument were made with.
  const given = newest.flatMap(({ calibrations: used }) =>
    Object.keys(used).filter((one) => isGiven(used[one]!) && !(one in calibrations)),
  );
  const issues = [
    ...tested,
    ...issue([...new Set(given)], 'samples were calibrated as a configuration says: name it with -c'),
  ];
  if (issues.length > 0) throw new ConfigError(issues);
}

const issue = (names: readonly string[], message: string) =>
  names.length === 0 ? [] : [{ name: names.join(', '), message }];
