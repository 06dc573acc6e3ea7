import type { Instrument } from '../definition/instrument.ts';
import { ConfigError, describeError } from '../kit/errors.ts';
import { inScope } from '../kit/scope.ts';
import type { Values } from '../model/sample.ts';
import { changeable, unlikeStartUp } from './life-change.ts';
import { beginLife, type Life } from './life-rig.ts';
import { STAGES } from './life-stages.ts';

export interface LifeOptions {
  /** The parameters that are changed in it, and to what; found from the definition where nothing is said. */
  readonly change?: Values;
  /** Parameters that the simulator begins with, where they differ from what its example replies show. */
  readonly initial?: Values;
  /** Commands that are not tried. */
  readonly spare?: readonly string[];
  /** Runs each stage: a test runner's place to make a test of it. */
  readonly around?: (stage: string, run: () => Promise<void>) => Promise<void>;
}

/** A stage of a life: lived through, or left out because the definition has nothing for it. */
export interface LivedStage {
  readonly name: string;
  readonly leftOut?: string;
}

const LAST_EXCHANGES = 8;

/** What went wrong, with what was said before it. */
function explained(stage: string, error: unknown, { told, driver, simulator }: Life): Error {
  const exchanges = told
    .of('exchange')
    .slice(-LAST_EXCHANGES)
    .map(({ exchange: { sent, received, ended } }) => `    ${sent} → ${received} (${ended})`);
  const states = `the driver says '${driver.getCurrentState()}', the simulator is in '${simulator.state}'`;
  const lines = [`${stage}: ${describeError(error)}`, `  ${states}`, '  the last exchanges:', ...exchanges];
  return new Error(lines.join('\n'), { cause: error });
}

/**
 * The whole life of an instrument with its driver: found, started up, asked, streaming, its clock set, its parameters changed, by
 * direct access too, and its cable pulled. The instrument is the simulator made from the definition; the port agent and the
 * driver are real. Resolves to the stages and why some were left out. @throws the first failure, with what was said before it.
 */
export async function wholeLife(definition: Instrument, options: LifeOptions = {}): Promise<readonly LivedStage[]> {
  const { around = (_, run) => run() } = options;
  if (definition.rides !== undefined)
    throw new ConfigError(`${definition.kind} has no line of its own: its life is part of its host's`);
  const initial = { ...unlikeStartUp(definition, changeable(definition)), ...options.initial };
  const lived: LivedStage[] = [];
  let clock: Life['clock'] | undefined;
  await inScope(async (use) => {
    const life = await beginLife(use, definition, { initial });
    clock = life.clock;
    for (const { name, missing, live } of STAGES) {
      const leftOut = missing(life, options);
      lived.push({ name, ...(leftOut !== undefined && { leftOut }) });
      if (leftOut !== undefined) continue;
      life.told.forget();
      let failure: Error | undefined;
      await around(name, async () => {
        await live(life, options).catch((error: unknown) => {
          failure = explained(name, error, life);
          throw failure;
        });
      });
      if (failure !== undefined) throw failure;
    }
  });
  if (clock !== undefined && clock.pending > 0) throw new Error(`${clock.pending} timers were left running`);
  return lived;
}
