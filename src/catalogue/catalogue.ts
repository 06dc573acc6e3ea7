import { resolve } from 'node:path';
import type { Instrument } from '../definition/instrument.ts';
import { ConfigError, type Issue } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { modulesAt } from './find-modules.ts';
import { type FoundDefinition, readDefinitions } from './read-definitions.ts';

/** The kinds that this program brings along. */
export interface OwnKinds {
  readonly kinds: readonly string[];
  loadInstrument(kind: string): Promise<Instrument>;
}

/** Every kind that is known: those that Sonde brings along, and those of definitions from outside. */
export interface Catalogue {
  readonly kinds: readonly string[];
  /** What is wrong with definitions from outside. The others are there all the same. */
  readonly problems: readonly Issue[];
  /** A `ConfigError` for a kind that is not there: it tells what is wrong outside, which may be why. */
  load(kind: string): Promise<Instrument>;
  /** Reads the definition of a kind anew from its files. A `ConfigError` tells all that is wrong with it; the old one then stays. */
  reload(kind: string): Promise<Instrument>;
  /** The files that the definition of a kind was read from; none for one that Sonde brings along. */
  filesOf(kind: string): readonly string[];
  /** The definitions that came from outside. */
  readonly outside: readonly FoundDefinition[];
}

interface Outside extends FoundDefinition {
  readonly files: readonly string[];
}

/**
 * Reads the definitions in these places: files, folders and npm packages, seen from the folder `base`. Nothing is downloaded.
 * @throws ConfigError for a place where nothing is.
 */
export async function openCatalogue(own: OwnKinds, places: readonly string[], base: string): Promise<Catalogue> {
  const folder = resolve(base);
  const modules = new Set((await Promise.all(places.map((place) => modulesAt(place, folder)))).flat());
  const readings = await Promise.all([...modules].map((module) => readDefinitions(module, folder)));
  const all = readings.flatMap(({ found, files }) => found.map((one): Outside => ({ ...one, files })));
  const byKind = Map.groupBy(all, ({ definition }) => definition.kind);
  const clashes = [...byKind].flatMap(([kind, claims]) => clash(kind, claims, own.kinds));
  const outside = new Map(
    [...byKind].flatMap(([kind, [only, ...others]]) =>
      only === undefined || others.length > 0 || own.kinds.includes(kind) ? [] : [[kind, only] as const],
    ),
  );
  const problems = [...readings.flatMap((reading) => reading.problems), ...clashes];
  const kinds = [...own.kinds, ...outside.keys()];
  return {
    kinds,
    problems,
    get outside() {
      return [...outside.values()];
    },
    filesOf: (kind) => outside.get(kind)?.files ?? [],
    async load(kind) {
      const found = outside.get(kind);
      if (found !== undefined) return found.definition;
      if (own.kinds.includes(kind)) return own.loadInstrument(kind);
      throw new ConfigError([
        { name: kind, message: `no such kind of instrument; ${nearest(kind, kinds)}` },
        ...problems,
      ]);
    },
    async reload(kind) {
      const old = outside.get(kind);
      if (old === undefined) throw new ConfigError([{ name: kind, message: reloadRefusal(kind, own) }]);
      const { found, problems: wrong, files } = await readDefinitions(old.module, folder);
      // One that is broken now is mended in one of the files that it has now.
      outside.set(kind, { ...old, files: [...new Set([...old.files, ...files])] });
      const fresh = found.find(({ definition }) => definition.kind === kind);
      if (fresh === undefined) {
        const gone = { name: kind, where: old.module, message: 'is no longer defined there' };
        throw new ConfigError(wrong.length > 0 ? wrong : [gone]);
      }
      outside.set(kind, { ...fresh, files });
      return fresh.definition;
    },
  };
}

const reloadRefusal = (kind: string, own: OwnKinds): string =>
  own.kinds.includes(kind)
    ? 'is a part of Sonde; only definitions from a folder, a file or a package are read anew'
    : 'no such kind of instrument was loaded';

function clash(kind: string, claims: readonly FoundDefinition[], own: readonly string[]): Issue[] {
  const places = claims.map(({ module, name }) => `${name} in ${module}`);
  if (own.includes(kind)) places.unshift('Sonde itself');
  if (places.length < 2) return [];
  const message = `is defined ${places.length} times: ${places.join('; ')}; each kind needs a name of its own`;
  return [{ name: kind, message }];
}
