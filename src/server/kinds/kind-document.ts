import type { z } from 'zod';
import { transitionsOf } from '../../agent/transitions.ts';
import { exchangesOf, type Instrument, yieldsOf } from '../../definition/instrument.ts';
import { titleOf } from '../../definition/stream-metadata.ts';
import { configMetadata } from '../../driver/metadata.ts';
import { mapValues } from '../../kit/records.ts';
import { type KindDocument, type KindSummary, kindDocument } from '../../model/api/kind.ts';
import type { CommandMetadata } from '../../model/metadata.ts';
import { toResultJson } from '../../model/result-json.ts';
import { dialogueFacts, sentText } from './dialogue-facts.ts';

/** What a list shows of a kind. */
export const kindSummaryOf = (definition: Instrument, usedBy: readonly string[]): KindSummary => {
  const { kind, maker, model, description } = definition;
  return { kind, maker, model, ...(description !== undefined && { description }), used_by: [...usedBy] };
};

/** What goes over the line for a command; that of the commands which it runs, one after the other. */
function sendsOf(definition: Instrument, name: string): string[] {
  const command = definition.commands[name];
  if (command === undefined) return [];
  if ('runs' in command) return command.runs.flatMap((other) => sendsOf(definition, other));
  return exchangesOf(command).map(({ send }) => sentText(send, definition.dialogue.newline));
}

function commandOf(definition: Instrument, about: CommandMetadata, name: string) {
  const command = definition.commands[name];
  return {
    ...about,
    sends: sendsOf(definition, name),
    ...(command?.to !== undefined && { to: command.to }),
    yields: command === undefined ? [] : [...yieldsOf(command)],
  };
}

/** All that a definition says, for people. */
export function kindDocumentOf(
  definition: Instrument,
  usedBy: readonly string[],
  readme: string | undefined,
): KindDocument {
  const { commands, parameters, streams } = configMetadata(definition);
  const document: Readonly<Record<keyof z.input<typeof kindDocument>, unknown>> = {
    description: undefined,
    ...kindSummaryOf(definition, usedBy),
    dialogue: dialogueFacts(definition),
    links: definition.links ?? [],
    states: mapValues(definition.states, ({ title, busy = false, streaming = [] }, name) => ({
      title: titleOf(name, title),
      busy,
      streaming,
    })),
    transitions: transitionsOf(definition),
    commands: mapValues(commands, (about, name) => commandOf(definition, about, name)),
    parameters,
    streams,
    readme,
  };
  const known = Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined));
  return kindDocument.parse(toResultJson(known));
}
