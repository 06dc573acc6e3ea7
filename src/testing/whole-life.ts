import type { Instrument } from '../definition/instrument.ts';
import { ConfigError, describeError } from '../kit/errors.ts';
import { inScope } from '../kit/scope.ts';
import { changeableNames, unlikeStartUp } from './life-change.ts';
import { beginLife, type Life } from './life-rig.ts';
import type { LifeOptions } from './life-stage.ts';
import { STAGES } from './life-stages.ts';

/** A stage of a life: lived through, or left out because the definition has nothing for it. */
export interface LivedStage {
  readonly name: string;
  readonly leftOut?: string;
}

/** Why an instrument cannot live by itself. */
export function whyLifeless({ rides, links = [] }: Instrument): string | undefined {
  if (rides !== undefined) return 'it has no line of its own: its life is part of that of the instrument it is behind';
  return links.length > 1 ? 'it has several links, and a simulator has one' : undefined;
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
  const reason = whyLifeless(definition);
  if (reason !== undefined) throw new ConfigError(`${definition.kind}: ${reason}`);
  const initial = { ...unlikeStartUp(definition, changeableNames(definition)), ...options.initial };
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
