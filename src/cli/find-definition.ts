import { Option } from 'commander';
import { type Catalogue, openCatalogue } from '../catalogue/catalogue.ts';
import type { Instrument } from '../definition/instrument.ts';
import { ConfigError, type Issue } from '../kit/errors.ts';
import type { CliContext } from './context.ts';

/** The option of commands that take a kind of instrument. */
export interface DefinitionsOption {
  readonly definitions: readonly string[];
}

export const definitionsOption = (): Option =>
  new Option('--definitions <place>', 'a file, folder or npm package with more kinds; may be given again')
    .argParser((place: string, before: readonly string[]) => [...before, place])
    .default([], 'none');

/** A file or folder, and no kind of instrument. */
export const isPlace = (text: string): boolean => /[/\\]|^\.|\.(ts|js|mjs)$/.test(text);

/** All that is known, with the definitions in these places (seen from the present folder); what is wrong with some is told as a warning. */
export async function knownKinds(
  context: CliContext,
  places: readonly string[],
  base = process.cwd(),
): Promise<Catalogue> {
  const catalogue = await openCatalogue(context, places, base);
  warnOf(context, catalogue.problems);
  return catalogue;
}

/** The definition of a kind, or the one that stands in a file or folder. */
export async function findDefinition(
  context: CliContext,
  kind: string,
  { definitions }: DefinitionsOption,
): Promise<Instrument> {
  if (!isPlace(kind)) return (await knownKinds(context, definitions)).load(kind);
  const { outside, problems } = await openCatalogue(context, [kind], process.cwd());
  const [only, ...others] = outside;
  if (only === undefined || others.length > 0) {
    const kinds = outside.map(({ definition }) => definition.kind).join(', ');
    const message =
      only === undefined
        ? 'exports no definition: export what defineInstrument returns'
        : `name one kind of these: ${kinds}`;
    throw new ConfigError(problems.length > 0 ? problems : [{ name: kind, message }]);
  }
  return only.definition;
}

function warnOf({ logger }: CliContext, problems: readonly Issue[]): void {
  for (const { name, message, where } of problems) logger.warn({ where, name }, `definition left out: ${message}`);
}
