import type { HandlerContext, Machine } from '../../fsm/machine.ts';
import { asError, ConnectionError, StateError } from '../../kit/errors.ts';
import { find } from './discovery.ts';
import { perform } from './perform.ts';
import type { Session } from './session.ts';
import { COMMAND, isStreaming, wayBack } from './streaming.ts';

/** Begins again what was stopped. Never rejects: what goes wrong is told, and the state is then as it is found. */
export type Resume = () => Promise<void>;

type Place = Pick<HandlerContext<string, string>, 'fsm' | 'signal'>;

/** Whoever gave up has given up the work, not the streaming. */
const whateverComes = (): AbortSignal => new AbortController().signal;

/** It may have been overheard once. */
const RESUME_TRIES = 2;

/** What an error that says that the instrument streams no more happened during. */
export const NOT_RESUMED = 'streaming again after a pause';

/** Does what the instrument cannot do while it streams, and has it stream again whatever comes of it. */
export async function whilePaused<T>(session: Session, place: Place, work: () => Promise<T>): Promise<T> {
  const resume = await stopStreaming(session, place);
  try {
    return await work();
  } finally {
    // Where it is lost, the next start-up brings the wanted mode.
    if (session.isReachable()) await resume();
  }
}

/** Stops the streaming: the machine stands in `command` then. */
export async function stopStreaming(session: Session, { fsm, signal }: Place): Promise<Resume> {
  const before = fsm.currentState;
  const way = wayBack(session.definition, before, session.memory.startedBy);
  if (way === undefined) throw new StateError('pause', before, fsm.events());
  const resume = (): Promise<void> => begin(session, fsm, way.start);
  // Should the program end before it streams again, the next start-up has it do so.
  await setPaused(session, way.start);
  try {
    const passing = (state: string): Promise<void> => goTo(fsm, state);
    await perform(session, way.stop, {}, { signal, passing });
    await goTo(fsm, COMMAND);
    return resume;
  } catch (thrown) {
    if (session.isReachable()) await undo(session, fsm, asError(thrown), resume);
    throw thrown;
  }
}

/** What was to stop perhaps has, or is about to. */
async function undo(session: Session, fsm: Machine<string, string>, error: Error, resume: Resume): Promise<void> {
  await goTo(fsm, await found(session));
  if (fsm.currentState === COMMAND) return resume();
  if (isStreaming(session.definition, fsm.currentState)) return setPaused(session, undefined);
  session.announce({ type: 'error', error, during: NOT_RESUMED });
}

async function setPaused({ memory }: Session, start: string | undefined): Promise<void> {
  memory.paused = start;
  await memory.save();
}

async function begin(session: Session, fsm: Machine<string, string>, start: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      const passing = (state: string): Promise<void> => goTo(fsm, state);
      const { next = COMMAND } = await perform(session, start, {}, { signal: whateverComes(), passing });
      return await goTo(fsm, next);
    } catch (thrown) {
      if (thrown instanceof ConnectionError) return;
      await goTo(fsm, await found(session));
      if (isStreaming(session.definition, fsm.currentState)) return;
      if (fsm.currentState === COMMAND && tries < RESUME_TRIES) continue;
      return session.announce({ type: 'error', error: asError(thrown), during: NOT_RESUMED });
    }
  }
}

const found = (session: Session): Promise<string> => find(session, whateverComes()).catch(() => 'unknown');

async function goTo(fsm: Machine<string, string>, state: string): Promise<void> {
  if (state !== fsm.currentState) await fsm.advance(state);
}
