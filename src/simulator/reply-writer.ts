import type { Instrument } from '../definition/instrument.ts';
import type { ReplyEnd } from '../definition/reply.ts';
import { toBytes, toText } from '../kit/bytes.ts';
import type { Nanos } from '../kit/time.ts';
import type { ParameterMemory } from './parameter-memory.ts';

/** Makes what the instrument answers: example replies with the present parameters, time and state in them. */
export function replyWriter(definition: Instrument, memory: ParameterMemory) {
  const { simulation, clock, dialogue } = definition;
  const lines = dialogue.newline !== '';

  const prompt = (state: string): string => simulation.prompts?.[state] ?? simulation.prompt;

  const ending = (until: ReplyEnd | undefined, state: string): string => {
    if (until === undefined || until.kind === 'prompt' || until.kind === 'sample') return prompt(state);
    return until.kind === 'bytes' ? toText(until.bytes) : '';
  };

  return {
    prompt,
    /** The body of a command's reply. */
    body(command: string, state: string, time: Nanos): string {
      let text = memory.show(command);
      if (text !== '' && clock?.shownBy === command) {
        const shown = clock.write({ text, bytes: toBytes(text) }, time);
        text = typeof shown === 'string' ? shown : toText(shown);
      }
      for (const [pattern, instead] of simulation.shows?.[state] ?? []) text = text.replace(pattern, () => instead);
      return text;
    },
    /** The body with what ends the reply. */
    ended(body: string, until: ReplyEnd | undefined, state: string): string {
      const end = ending(until, state);
      const open = lines && body !== '' && !body.endsWith('\n') && !/^\r?\n/.test(end);
      return body + (open ? '\r\n' : '') + end;
    },
  };
}

export type ReplyWriter = ReturnType<typeof replyWriter>;
