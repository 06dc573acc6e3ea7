import type { Instrument } from '../definition/instrument.ts';
import type { ReplyEnd } from '../definition/reply.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import { DefinitionError } from '../kit/errors.ts';
import type { Nanos } from '../kit/time.ts';
import type { ParameterMemory } from './parameter-memory.ts';
import type { Line, Rule } from './rules.ts';

/** What one of several lines is answered: the reply to all of them has a line for each. */
function answerTo({ index, of }: Line, command: string, reply: string): string {
  if (of === 1 || reply === '') return reply;
  const lines = reply.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  if (lines.length === of) return lines[index]!;
  throw new DefinitionError(
    `the reply to ${command} has ${lines.length} lines; it needs one for each of the ${of} sent`,
  );
}

/** Makes what the instrument answers: example replies with the present parameters, time and state in them. */
export function replyWriter(definition: Instrument, memory: ParameterMemory) {
  const { simulation, clock, dialogue } = definition;
  const lines = dialogue.newline !== '';

  const prompt = (state: string): string => simulation.prompts?.[state] ?? simulation.prompt;

  const ending = (until: ReplyEnd | undefined, state: string): string => {
    const end = until ?? dialogue.until ?? { kind: 'prompt' };
    if (end.kind === 'prompt' || end.kind === 'sample') return prompt(state);
    return end.kind === 'bytes' ? toText(end.bytes) : '';
  };

  const body = (command: string, state: string, time: Nanos): string => {
    let text = memory.show(command);
    if (text !== '' && clock?.shownBy === command) {
      const shown = clock.write({ text, bytes: toBytes(text) }, time);
      text = typeof shown === 'string' ? shown : toText(shown);
    }
    for (const [pattern, instead] of simulation.shows?.[state] ?? []) text = text.replace(pattern, () => instead);
    return text;
  };

  /** A body with what ends the reply. */
  const ended = (text: string, until: ReplyEnd | undefined, state: string): string => {
    const end = ending(until, state);
    const open = lines && text !== '' && !text.endsWith('\n') && !/^\r?\n/.test(end);
    return text + (open ? '\r\n' : '') + end;
  };

  /** The command whose reply is given: another one's where it has none and ends as settings do. */
  const shownFor = (command: string, until: ReplyEnd | undefined): string =>
    until !== undefined || command in simulation.replies ? command : (simulation.settingsShow ?? command);

  return {
    prompt,
    ended,
    /** All that a command is answered, or one line of it. */
    whole: ({ name, exchange, line }: Pick<Rule, 'name' | 'exchange' | 'line'>, state: string, time: Nanos): string =>
      ended(answerTo(line, name, body(shownFor(name, exchange.until), state, time)), exchange.until, state),
    /** All that a setting is answered. */
    afterSetting: (state: string, time: Nanos): string =>
      ended(simulation.settingsShow === undefined ? '' : body(simulation.settingsShow, state, time), undefined, state),
  };
}

export type ReplyWriter = ReturnType<typeof replyWriter>;
