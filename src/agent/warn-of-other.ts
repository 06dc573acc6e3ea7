import { isDeepStrictEqual } from 'node:util';
import type { Logger } from '../kit/logger.ts';
import type { UpkeepRules } from '../packet/upkeep.ts';
import type { RunFile } from '../port-agent/run-file.ts';

/** A port agent that runs already goes on as it was started: it is not disturbed for what can wait, and the operator is told. */
export function warnOfOther(logger: Logger, { name, upkeep }: RunFile, wanted: UpkeepRules): void {
  if (upkeep === undefined || isDeepStrictEqual({ ...upkeep }, { ...wanted })) return;
  logger.warn(
    { instrument: name, runsWith: upkeep, wanted },
    `the port agent was started with other rules for its log; it takes these when it is started anew: sonde port-agent stop ${name}`,
  );
}
