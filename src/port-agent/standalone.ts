// The process of one port agent, for a launcher that was not given another command: `node standalone.ts --name … --link …`.
import { systemClock } from '../kit/clock.ts';
import { describeError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import { toIso } from '../kit/time.ts';
import { runPortAgents } from './process.ts';
import { fromArguments } from './process-arguments.ts';

const say =
  (level: string) =>
  (facts: object, message: string): void => {
    process.stderr.write(`${toIso(systemClock.now())} ${level} ${message} ${JSON.stringify(facts)}\n`);
  };
const logger: Logger = { debug: () => {}, info: say('info'), warn: say('warn'), error: say('error') };

const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
try {
  const options = fromArguments(process.argv.slice(2));
  await runPortAgents([{ ...options, clock: systemClock, logger }], { signal: stop.signal });
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 1;
}
