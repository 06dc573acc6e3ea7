import type { Instrument } from '../definition/instrument.ts';
import type { ReplyEnd } from '../definition/reply.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import type { Nanos } from '../kit/time.ts';
import type { ParameterMemory } from './parameter-memory.ts';
import type { Rule } from './rules.ts';

/** Makes what the instrument answers: example replies with the present parameters, time and state in them. */
export function replyWriter(definition: Instrument, memory: ParameterMemory) {
  const { simulation, clock, dialogue } = definition;
  const lines = dialogue.newline !== '';

  const prompt = (state: string): string => simulation.prompts?.[state] ?? simulation.prompt;

  const ending = (until: ReplyEnd | undefined, state: string): string => {
    if (until === undefined || until.kind === 'prompt' || until.kind === 'sample') return prompt(state);
    return until.kind === 'bytes' ? toText(until.bytes) : '';
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

  return {
    prompt,
    ended,
    /** All that a command is answered. */
    whole: ({ name, exchange }: Pick<Rule, 'name' | 'exchange'>, state: string, time: Nanos): string =>
      ended(body(name, state, time), exchange.until, state),
  };
}

export type ReplyWriter = ReturnType<typeof replyWriter>;
