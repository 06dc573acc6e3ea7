import { existsSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import { Option } from 'commander';
import { folders } from '../agent/folders.ts';
import type { Config, InstrumentConfig } from '../config/schema.ts';
import type { Instrument } from '../definition/instrument.ts';
import { ConfigError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { inScope } from '../kit/scope.ts';
import type { DayMetadata } from '../store/day-metadata.ts';
import { openDuck } from '../store/duck.ts';
import { compareParts, samplesFolder } from '../store/layout.ts';
import { readMetadata } from '../store/read-metadata.ts';
import { partsIn, streamsIn } from '../store/stored-parts.ts';
import type { CliContext } from './context.ts';
import { type DefinitionsOption, definitionsOption, findDefinition } from './find-definition.ts';
import { loadConfig } from './load-config.ts';

/** How a command that decodes a log is told what the instrument is. */
export interface KindOptions extends DefinitionsOption {
  readonly data: string;
  readonly config?: string | undefined;
  /** A kind of instrument, or the place of a definition. */
  readonly kind?: string | undefined;
}

export const kindOptions = (): Option[] => [
  new Option('-c, --config <file>', 'the configuration that says what the instrument is, and where the data are'),
  new Option('--kind <kind>', 'what it is, e.g. nortek.vector; as the stored samples say unless given'),
  definitionsOption(),
];

/** What a configuration says of an instrument, and its files. */
export interface Deployed {
  /** The data folder. */
  readonly data: string;
  /** The instrument's own. */
  readonly own: string;
  readonly config: Config | undefined;
  readonly configured: InstrumentConfig | undefined;
  /** Of the kind that is named, or as the configuration or, without one, the stored samples say; a `ConfigError` where nobody does. */
  definition(storedKind?: () => Promise<string | undefined>): Promise<Instrument>;
}

/** Where an instrument's data are, and what it is. */
export async function deployedAs(
  context: CliContext,
  id: string,
  { data: folder, config: file, kind, definitions }: KindOptions,
): Promise<Deployed> {
  const deployment = file === undefined ? undefined : await loadConfig(file, context);
  const config = deployment?.config;
  const configured = config?.instruments[id];
  const data = config?.data ?? folder;
  const { own } = folders(data, id);
  return {
    data,
    own,
    config,
    configured,
    async definition(storedKind = () => newestKind(own)) {
      if (config !== undefined && configured === undefined) {
        const message = `${file} has no such instrument; ${nearest(id, Object.keys(config.instruments))}`;
        throw new ConfigError([{ name: id, message }]);
      }
      if (kind !== undefined) return findDefinition(context, kind, { definitions });
      if (deployment !== undefined && configured !== undefined) return deployment.catalogue.load(configured.kind);
      const stored = await storedKind();
      if (stored !== undefined) return findDefinition(context, stored, { definitions });
      const message = existsSync(own)
        ? `no samples in ${own} tell its kind: name it, or the configuration (-c)`
        : `there is no folder ${own}; name the data folder (--data) or the configuration (-c)`;
      throw new ConfigError([{ name: id, message }]);
    },
  };
}

const MEMORY = 64 << 20;

const newestKind = (own: string): Promise<string | undefined> =>
  inScope(async (use) => {
    const duck = use(await openDuck({ memory: MEMORY, threads: 1 }));
    const [newest] = await newestMetadata(use(await duck.connect()), own);
    return newest?.instrument.kind;
  });

/** What the newest file of each stream says, that of the newest day first. */
export async function newestMetadata(connection: DuckDBConnection, own: string): Promise<DayMetadata[]> {
  const streams = await streamsIn(own);
  const parts = await Promise.all(streams.map(async (stream) => (await partsIn(samplesFolder(own, stream))).at(-1)));
  const newest = parts.filter((part) => part !== undefined).sort((a, b) => compareParts(b, a));
  return readMetadata(
    connection,
    newest.map(({ path }) => path),
  );
}
