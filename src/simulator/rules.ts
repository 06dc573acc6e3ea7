import { type Command, type Exchange, exchangesOf, type Instrument } from '../definition/instrument.ts';
import type { Send } from '../definition/send.ts';
import { toSteps } from '../definition/send.ts';
import type { Answer } from '../definition/simulation.ts';
import { toText } from '../kit/bytes.ts';

/** Stands for a break on the line: a character that no byte can be. */
export const BREAK = '\u0100';

export interface Line {
  readonly index: number;
  readonly of: number;
}

/** Something that the instrument understands: what it receives, and which exchange of which command that is. */
export interface Rule {
  readonly text: string;
  readonly name: string;
  readonly command: Command;
  readonly exchange: Exchange;
  /** Which of the lines that are sent at once this is. */
  readonly line: Line;
  /** It completes the command. */
  readonly last: boolean;
  understoodIn(state: string): boolean;
  /** It is sent with pauses: made to be heard by an instrument that does something else. */
  readonly paused: boolean;
}

/** A send as one text, without its pauses. */
export function textOf(send: Send, newline: string): string {
  return toSteps(send, newline)
    .map((step) => (step instanceof Uint8Array ? toText(step) : 'lineBreak' in step ? BREAK : ''))
    .join('');
}

/** What is sent at once may be several lines; each is understood by itself. */
const linesOf = (text: string, newline: string): string[] =>
  newline === '' ? [text] : (text.match(/[^\r\n]*(?:\r\n?|\n)|[^\r\n]+/g) ?? [text]);

/** Discovery must be understood wherever the instrument listens, and a confirmation in the state that it confirms. */
function understanding(definition: Instrument, name: string, command: Command): (state: string) => boolean {
  const { silentIn = [] } = definition.simulation;
  if (command.in === undefined && [definition.discover.ask].flat().includes(name))
    return (state) => !silentIn.includes(state);
  const confirmed = Object.values<Command>(definition.commands).flatMap(({ confirm, to }) =>
    confirm === name && to !== undefined ? [to] : [],
  );
  const states = new Set([...[command.in ?? 'command'].flat(), ...confirmed]);
  return (state) => states.has(state);
}

function rulesOf(definition: Instrument, name: string, command: Command): Rule[] {
  const exchanges = exchangesOf(command);
  const understoodIn = understanding(definition, name, command);
  const { newline } = definition.dialogue;
  return exchanges.flatMap((exchange, step) => {
    const texts = linesOf(textOf(exchange.send, newline), newline);
    return texts.map((text, index) => ({
      text,
      name,
      command,
      exchange,
      line: { index, of: texts.length },
      last: step === exchanges.length - 1 && index === texts.length - 1,
      understoodIn,
      paused: toSteps(exchange.send, newline).some((part) => 'pause' in part),
    }));
  });
}

/** All that a definition's instrument understands; commands of one exchange before those of several. */
export function compileRules(definition: Instrument): readonly Rule[] {
  const all = Object.entries<Command>(definition.commands);
  const single = all.filter(([, command]) => 'send' in command);
  const others = all.filter(([, command]) => !('send' in command));
  return [...single, ...others].flatMap(([name, command]) => rulesOf(definition, name, command));
}

/** Lines are understood in any case and whatever blanks surround them; bytes as they are. */
const sameInput = (lines: boolean, heard: string, text: string): boolean =>
  lines ? heard.trim().toLowerCase() === text.trim().toLowerCase() : heard === text;

export const findAnswer = (
  answers: readonly Answer[],
  lines: boolean,
  heard: string,
  state: string,
): Answer | undefined =>
  answers.find(({ to, in: states }) => {
    const allowed = states === undefined || [states].flat().includes(state);
    return allowed && (typeof to === 'string' ? sameInput(lines, heard, to) : to.test(heard.trim()));
  });

export const findRule = (rules: readonly Rule[], lines: boolean, heard: string, state: string): Rule | undefined =>
  rules.find((rule) => rule.understoodIn(state) && sameInput(lines, heard, rule.text));
