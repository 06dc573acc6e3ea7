import type { Command, Instrument } from '../definition/instrument.ts';
import { byteInput, type Input, lineInput } from './input.ts';
import { BREAK, compileRules, type Rule, textOf } from './rules.ts';

/** What can be known about an instrument's hearing from its definition alone. */
export interface Understanding {
  /** It listens to lines, not to bytes. */
  readonly lines: boolean;
  readonly echoes: boolean;
  readonly rules: readonly Rule[];
  readonly knowsBreak: boolean;
  input(): Input;
  /** What breaks off this command. */
  abortOf(command: string): string | undefined;
  /** It only asks whether somebody is there. */
  calls(text: string): boolean;
  /** It only breaks something off. */
  aborts(text: string): boolean;
  /** It is made to be heard by an instrument that sleeps. */
  rouses(text: string): boolean;
}

const endsLine = (text: string): boolean => /[\r\n]$/.test(text);

export function understandingOf(definition: Instrument): Understanding {
  const { dialogue, clock, blobs = {}, simulation } = definition;
  const { answers = [] } = simulation;
  const wake = dialogue.wake && textOf(dialogue.wake.send, dialogue.newline);
  const lines = dialogue.newline !== '';
  const rules = compileRules(definition);
  const aborts = new Map(
    Object.entries<Command>(definition.commands).flatMap(([name, { abort }]) =>
      abort === undefined ? [] : [[name, textOf(abort, dialogue.newline).replace(/[\r\n]+$/, '')] as const],
    ),
  );
  const texts = [
    ...rules.map(({ text }) => text),
    ...answers.map(({ to }) => to).filter((to) => typeof to === 'string'),
  ];
  const expected = [
    ...texts.map((text) => ({ text, more: 0 })),
    ...Object.values(blobs).map(({ write, length }) => ({ text: write.prefix, more: length })),
    ...(clock?.set ?? []).map(({ prefix, width }) => ({ text: prefix, more: width })),
  ];
  const immediate = [...rules.map(({ text }) => text).filter((text) => !endsLine(text)), ...aborts.values()];
  return {
    lines,
    echoes: dialogue.echo === 'remove' || dialogue.echo === 'verify',
    rules,
    knowsBreak: [wake ?? '', ...texts].some((text) => text.includes(BREAK)),
    input: () => (lines ? lineInput(immediate) : byteInput(expected)),
    abortOf: (command) => aborts.get(command),
    calls: (text) => (lines && text.trim() === '') || (text === BREAK && wake === BREAK),
    aborts: (text) => [...aborts.values()].includes(text),
    rouses: (text) => text === BREAK || rules.some((rule) => rule.paused && rule.text.startsWith(text)),
  };
}
