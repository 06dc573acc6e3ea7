import { Option } from 'commander';
import type { Instrument } from '../definition/instrument.ts';
import { ConfigError } from '../kit/errors.ts';
import { openSamples } from '../store/read/stored-samples.ts';
import type { CliContext } from './context.ts';
import { type DefinitionsOption, definitionsOption, findDefinition } from './find-definition.ts';
import { loadConfig } from './load-config.ts';

/** How a command that decodes a log is told what the instrument is. */
export interface KindOptions extends DefinitionsOption {
  readonly data: string;
  readonly config?: string;
  readonly kind?: string;
}

export const kindOptions = (): Option[] => [
  new Option('-c, --config <file>', 'the configuration that says what the instrument is, and where the data are'),
  new Option('--kind <kind>', 'what it is, e.g. nortek.vector; as the stored samples say unless given'),
  definitionsOption(),
];

/** The data folder, and the instrument's definition: of the kind that is named, or as the configuration or its stored samples say. */
export async function deployedAs(
  context: CliContext,
  id: string,
  { data, config: file, kind, definitions }: KindOptions,
): Promise<{ readonly data: string; definition(): Promise<Instrument> }> {
  const deployment = file === undefined ? undefined : await loadConfig(file, context);
  return {
    data: deployment?.config.data ?? data,
    async definition() {
      if (kind !== undefined) return findDefinition(context, kind, { definitions });
      const own = deployment?.config.instruments[id];
      if (deployment !== undefined && own !== undefined) return deployment.catalogue.load(own.kind);
      const stored = deployment === undefined ? await storedKind(data, id) : undefined;
      if (stored !== undefined) return findDefinition(context, stored, { definitions });
      throw new ConfigError([
        {
          name: id,
          message: `nothing in ${deployment?.config.data ?? data} says what it is; name the data folder (--data), its configuration (-c), or its kind (--kind)`,
        },
      ]);
    },
  };
}

/** What the newest file of samples says. */
async function storedKind(data: string, id: string): Promise<string | undefined> {
  const stored = await openSamples(data);
  try {
    const streams = await stored.streams(id).catch(() => []);
    return streams.find(({ newest }) => newest !== undefined)?.newest?.instrument.kind;
  } finally {
    stored[Symbol.dispose]();
  }
}
