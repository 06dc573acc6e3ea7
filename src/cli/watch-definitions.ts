import { stat } from 'node:fs/promises';
import type { InstrumentAgent } from '../agent/instrument-agent.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { type Clock, every } from '../kit/clock.ts';
import { describeError, StateError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';

/** How often the files are looked at, in ms: one that has not changed between two looks is written to its end. */
const LOOK = 500;

/** How some files stand: which change it is. */
async function mark(files: readonly string[]): Promise<string> {
  const marks = files.map(async (file) => {
    const found = await stat(file).catch(() => undefined);
    return `${file} ${found?.mtimeMs} ${found?.size}`;
  });
  return (await Promise.all(marks)).join('\n');
}

/**
 * Has the definitions of running instruments read anew when their files have changed, of those that are looked after and known at the
 * time. What is wrong with one is told once.
 */
export function watchDefinitions(
  agents: ReadonlyMap<string, InstrumentAgent>,
  known: () => Pick<Catalogue, 'filesOf'>,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Disposable {
  const marks = new WeakMap<InstrumentAgent, { taken: string; last: string }>();
  let looking = false;

  const look = async (agent: InstrumentAgent): Promise<void> => {
    const { kind } = agent.definition;
    const files = known().filesOf(kind);
    if (files.length === 0) return;
    const now = await mark(files);
    const { taken = now, last = now } = marks.get(agent) ?? {};
    marks.set(agent, { taken, last: now });
    if (now === taken || now !== last) return;
    let busy = false;
    try {
      await agent.reload();
    } catch (error) {
      busy = error instanceof StateError;
      const facts = { instrument: agent.id, error: describeError(error) };
      if (!busy) logger.error(facts, 'the changed definition is not taken');
    }
    if (busy) return;
    // It may have come to be made of other files.
    const then = known().filesOf(kind);
    const read = then.join() === files.join() ? now : await mark(then);
    marks.set(agent, { taken: read, last: read });
  };

  const lookAtAll = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    for (const agent of agents.values()) await look(agent);
    looking = false;
  };
  const timer = every(clock, LOOK, () => void lookAtAll());
  void lookAtAll();
  return { [Symbol.dispose]: () => timer.cancel() };
}
