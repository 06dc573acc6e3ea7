import type { Instrument } from '../definition/instrument.ts';
import { toBytes } from '../kit/bytes.ts';
import type { InstrumentTime } from './instrument-time.ts';
import type { ParameterMemory } from './parameter-memory.ts';
import type { Outcome, Settings } from './settings.ts';

/** What follows a prefix; letters count the same in both cases where the instrument listens to lines. */
function after(prefix: string, text: string, lines: boolean): string | undefined {
  const begins = lines ? text.toUpperCase().startsWith(prefix.toUpperCase()) : text.startsWith(prefix);
  return begins ? text.slice(prefix.length) : undefined;
}

function setTime(definition: Instrument, text: string, time: InstrumentTime, lines: boolean): Outcome | undefined {
  for (const { prefix, width, parse } of definition.clock?.set ?? []) {
    const sent = after(prefix, text, lines);
    if (sent === undefined) continue;
    if (sent.length !== width) return 'refused';
    try {
      time.set(parse(sent, time.now()));
      return 'accepted';
    } catch {
      return 'refused';
    }
  }
  return undefined;
}

function writeBlob(definition: Instrument, text: string, memory: ParameterMemory): Outcome | undefined {
  for (const [name, blob] of Object.entries(definition.blobs ?? {})) {
    const content = after(blob.write.prefix, text, false);
    if (content !== undefined) return memory.write(name, toBytes(content)) ? 'accepted' : 'refused';
  }
  return undefined;
}

export interface Changeable {
  readonly memory: ParameterMemory;
  readonly settings: Settings;
  readonly time: InstrumentTime;
}

/**
 * Takes a setting of the clock, a configuration or a parameter; `undefined` when the text is none of these. `times`: so often it
 * came, one after the other.
 */
export function applyChange(
  definition: Instrument,
  text: string,
  times: number,
  { memory, settings, time }: Changeable,
): Outcome | undefined {
  if (definition.dialogue.newline === '') {
    return setTime(definition, text, time, false) ?? writeBlob(definition, text, memory);
  }
  const line = text.trim();
  return setTime(definition, line, time, true) ?? settings.take(line, times);
}
