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

/** Has the definitions of running instruments read anew when their files have changed. What is wrong with one is told once. */
export function watchDefinitions(
  agents: ReadonlyMap<string, InstrumentAgent>,
  catalogue: Catalogue,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): Disposable {
  const watched = [...agents.values()].filter((agent) => catalogue.filesOf(agent.definition.kind).length > 0);
  const marks = new Map<InstrumentAgent, { taken: string; last: string }>();
  let looking = false;

  const look = async (agent: InstrumentAgent): Promise<void> => {
    const { kind } = agent.definition;
    const files = catalogue.filesOf(kind);
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
    const then = catalogue.filesOf(kind);
    const read = then.join() === files.join() ? now : await mark(then);
    marks.set(agent, { taken: read, last: read });
  };

  const lookAtAll = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    for (const agent of watched) await look(agent);
    looking = false;
  };
  const timer = every(clock, LOOK, () => void lookAtAll());
  if (watched.length === 0) timer.cancel();
  else void lookAtAll();
  return { [Symbol.dispose]: () => timer.cancel() };
}
