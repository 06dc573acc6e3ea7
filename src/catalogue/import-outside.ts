import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { withDeadline } from '../kit/abort.ts';
import { systemClock } from '../kit/clock.ts';
import { asError } from '../kit/errors.ts';

/** What came of importing a module that is no part of this program. */
export interface OutsideModule {
  /** What it exports; nothing where it failed. */
  readonly exports: Readonly<Record<string, unknown>>;
  /** The file that was named or found, and those that it imports from beside it. */
  readonly files: readonly string[];
  readonly error?: Error;
}

const EXTENSION = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** By these names definitions import this program: they get the copy that runs, wherever they stand. */
const DOORS: Readonly<Record<string, string>> = {
  sonde: new URL(`../index.${EXTENSION}`, import.meta.url).href,
  'sonde/testing': new URL(`../testing.${EXTENSION}`, import.meta.url).href,
};

/** How long a module may take to be there, in ms: one that awaits for ever must not keep all others. */
const LIMIT = 30_000;

const SCHEME = /^sonde-outside:(\d+):(.*)$/s;
/** Modules are kept by their address for ever: one that is to be read anew needs another address. */
const GENERATION = 'sonde';

interface Import {
  readonly base: string;
  readonly files: Set<string>;
}

const imports = new Map<string, Import>();
let count = 0;
let hooked = false;

function hook(): void {
  if (hooked) return;
  hooked = true;
  registerHooks({
    resolve(specifier, context, next) {
      const door = DOORS[specifier];
      if (door !== undefined) return { url: door, shortCircuit: true };
      const [, first, target = ''] = SCHEME.exec(specifier) ?? [];
      const generation = first ?? (isBeside(specifier) ? generationOf(context.parentURL) : undefined);
      const own = generation === undefined ? undefined : imports.get(generation);
      if (own === undefined) return next(specifier, context);
      const found = first === undefined ? next(specifier, context) : next(target, { ...context, parentURL: own.base });
      const url = new URL(found.url);
      if (url.protocol !== 'file:') return found;
      own.files.add(fileURLToPath(url));
      url.searchParams.set(GENERATION, generation!);
      return { ...found, url: url.href };
    },
  });
}

const isBeside = (specifier: string): boolean => /^\.{1,2}\//.test(specifier);

const generationOf = (url: string | undefined): string | undefined =>
  url === undefined ? undefined : (new URL(url).searchParams.get(GENERATION) ?? undefined);

/**
 * Imports a module as it stands now, whether or not it was imported before: a file's path, or the name of a package that is
 * looked for from the folder `base` upwards. Never throws.
 */
export async function importOutside(target: string, base: string, limit = LIMIT): Promise<OutsideModule> {
  hook();
  const generation = String(++count);
  const own: Import = { base: pathToFileURL(`${base}/`).href, files: new Set() };
  imports.set(generation, own);
  const specifier = target.startsWith('/') ? pathToFileURL(target).href : target;
  try {
    const exports: Readonly<Record<string, unknown>> = await withDeadline(
      systemClock,
      limit,
      'it to be loaded',
      undefined,
      () => import(`sonde-outside:${generation}:${specifier}`),
    );
    return { exports, files: [...own.files] };
  } catch (thrown) {
    return { exports: {}, files: [...own.files], error: asError(thrown) };
  }
}
