import type { Instrument } from './instrument.ts';

/** What a person at a raw terminal to an instrument needs: how a line ends, and what they may want to type. */
export interface DirectFacts {
  readonly newline: string;
  /** `text` is without the newline. */
  readonly buttons: readonly { readonly label: string; readonly text: string }[];
}

/** Commands that are one line of text; not those that want a confirmation, which a button would not ask for. */
export function directFacts({
  commands,
  dialogue: { newline },
}: Pick<Instrument, 'commands' | 'dialogue'>): DirectFacts {
  const buttons = Object.entries(commands).flatMap(([name, command]) => {
    if (!('send' in command) || typeof command.send !== 'string' || command.dangerous) return [];
    const isComplete = !Object.values(command.arguments ?? {}).some(({ required }) => required);
    return isComplete ? [{ label: command.title ?? name.replaceAll('_', ' '), text: command.send }] : [];
  });
  return { newline, buttons };
}
