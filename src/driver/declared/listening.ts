import type { HandlerContext } from '../../fsm/machine.ts';
import { asError, ProtocolError } from '../../kit/errors.ts';
import type { Values } from '../../model/sample.ts';
import type { SetResult } from '../instrument-driver.ts';
import { applyValues } from './apply-values.ts';
import { DUE } from './memory.ts';
import { perform } from './perform.ts';
import type { Session } from './session.ts';

type Place = Pick<HandlerContext<string, string>, 'fsm' | 'signal'>;

const DURING: Readonly<Record<(typeof DUE)[number], string>> = {
  restore: 'setting back what direct access changed',
  startup: 'applying the start-up values',
  set: 'setting what was put off while streaming',
};

/** Does what is due when the instrument has come to listen to commands: asks what is to be learnt, sets and does what had to wait. */
export async function catchUp(session: Session, { fsm, signal }: Place): Promise<void> {
  try {
    await catchUpWith(session, { fsm, signal });
  } finally {
    await session.memory.save();
  }
}

async function catchUpWith(session: Session, { fsm, signal }: Place): Promise<void> {
  const { definition, memory, announce } = session;
  const wasBusy = definition.states[fsm.previousState ?? '']?.busy === true;
  const tell = (thrown: unknown, during: string): void => {
    if (!signal.aborted) announce({ type: 'error', error: asError(thrown), during });
  };

  for (const name of wasBusy ? [] : (definition.learns ?? [])) {
    await perform(session, name, {}, { signal }).catch((thrown) => tell(thrown, `learning from '${name}'`));
    if (signal.aborted) return;
  }
  for (const due of DUE) {
    const values = memory[due];
    if (values === undefined) continue;
    memory[due] = undefined;
    try {
      await apply(session, values, signal);
    } catch (thrown) {
      tell(thrown, DURING[due]);
      if (thrown instanceof ProtocolError) continue;
      // What could not be said now is said the next time; what was refused would be refused again.
      memory[due] = values;
      return;
    }
  }
  for (const [name, args] of [...memory.deferred]) {
    memory.deferred.delete(name);
    try {
      await perform(session, name, args, { signal });
    } catch (thrown) {
      tell(thrown, `'${name}', put off while streaming`);
      if (!signal.aborted) continue;
      // It was somebody else's work that was given up, and this with it.
      memory.deferred.set(name, args);
      return;
    }
  }
}

/** As {@link applyValues}: samples that come meanwhile were asked for. */
export const apply = (session: Session, values: Values, signal: AbortSignal): Promise<SetResult> =>
  session.unasked.during(() => applyValues(session, values, signal));
