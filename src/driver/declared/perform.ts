import { yieldsOf } from '../../definition/instrument.ts';
import type { Outcome } from '../../fsm/machine.ts';
import { syncClock } from './clock-sync.ts';
import { type Place, runCommand } from './command.ts';
import type { Session } from './session.ts';
import { isStreaming, START } from './streaming.ts';

/** The command that every instrument with a clock has. */
export const CLOCK_SYNC = 'clock_sync';

/** Does what a command says and tells its result. The state in which it may be given is the machine's business. */
export async function perform(session: Session, name: string, args: unknown, place: Place): Promise<Outcome<string>> {
  const { definition, memory, unasked } = session;
  const command = definition.commands[name];
  const { clock } = definition;
  const outcome: Outcome<string> =
    command === undefined && name === CLOCK_SYNC && clock !== undefined
      ? { result: await unasked.during(() => syncClock(session, clock, place.signal)) }
      : await unasked.during(() => runCommand(session, name, args, place), command && yieldsOf(command));
  if (outcome.next !== undefined && isStreaming(definition, outcome.next)) {
    memory.startedBy = name === START ? undefined : name;
    await memory.save();
  }
  session.announce({ type: 'result', command: name, result: outcome.result });
  return outcome;
}
