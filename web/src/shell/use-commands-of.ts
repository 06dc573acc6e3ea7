import { useMemo } from 'react';
import type { InstrumentSummary } from '../../../src/model/api/instrument.ts';
import type { ConfigMetadata } from '../../../src/model/metadata.ts';
import { useGet } from '../api/use-get.ts';
import { type CommandsOf, meantInstrument } from './find-targets.ts';

/** The commands of the instrument that is meant by what was typed; asked for only then. */
export function useCommandsOf(typed: string, all: ReadonlyMap<string, InstrumentSummary>): CommandsOf | undefined {
  const instrument = meantInstrument(typed, all.values())?.id;
  const { data } = useGet<ConfigMetadata>(instrument === undefined ? undefined : `/instruments/${instrument}/metadata`);
  return useMemo(
    () =>
      instrument === undefined || data === undefined
        ? undefined
        : {
            instrument,
            commands: Object.entries(data.commands).map(([name, { title }]) => ({ name, title })),
          },
    [instrument, data],
  );
}
