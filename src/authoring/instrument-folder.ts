import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { ConfigError, describeError } from '../kit/errors.ts';
import { makeFolder } from '../kit/files.ts';
import type { KindNames } from './names.ts';

/** The files of an instrument's folder, by their path in it. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

const testOf = ({ identifier }: KindNames): string => `\
import { describeInstrument, fixturesIn } from 'sonde/testing';
import { ${identifier} } from './index.ts';

// Each fixtures/NAME.bin holds bytes as the instrument sent them; NAME.json beside it lists the records in them:
// [{ "stream": "point", "values": { "temp": 12.345 } }]
describeInstrument(${identifier}, { fixtures: fixturesIn(new URL('./fixtures/', import.meta.url)) });
`;

const readmeOf = ({ kind, maker, model }: KindNames): string => `\
# ${maker} ${model}

What it measures, and how it is connected: RS-232 or TCP, baud rate, data bits, parity.

- Kind: \`${kind}\`
- Manual: its title, and the firmware that it describes

## What was tried on what

| what | on what |
|---|---|
| a real instrument | not yet |

## Not covered

What the manual has and this definition has not.
`;

const TSCONFIG = {
  compilerOptions: {
    target: 'es2024',
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
  },
};

const json = (content: unknown): string => `${JSON.stringify(content, null, 2)}\n`;

/** What belongs in the folder beside the definition's source. */
export function filesOf(names: KindNames, source: string, around: Around): Files {
  const { folder } = names;
  return {
    'index.ts': source,
    'index.test.ts': testOf(names),
    'README.md': readmeOf(names),
    'fixtures/.gitkeep': '',
    ...(around.isModule
      ? {}
      : { 'package.json': json({ name: folder.replace('/', '-'), private: true, type: 'module' }) }),
    ...(around.hasTypes ? {} : { 'tsconfig.json': json(TSCONFIG) }),
  };
}

/** What the folders above a new one bring along. */
export interface Around {
  /** The nearest package.json says that its sources are modules. */
  readonly isModule: boolean;
  readonly hasTypes: boolean;
}

function nearestFile(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  return dirname(folder) === folder ? undefined : nearestFile(dirname(folder), name);
}

const packageType = z.object({ type: z.string().optional() });

export function lookAround(folder: string): Around {
  const manifest = nearestFile(resolve(folder), 'package.json');
  return {
    isModule: manifest !== undefined && typeIn(manifest) === 'module',
    hasTypes: nearestFile(resolve(folder), 'tsconfig.json') !== undefined,
  };
}

function typeIn(manifest: string): string | undefined {
  try {
    return packageType.parse(JSON.parse(readFileSync(manifest, 'utf8'))).type;
  } catch (cause) {
    throw new ConfigError([
      { name: manifest, message: `is no package.json that can be read: ${describeError(cause)}` },
    ]);
  }
}

/** @throws ConfigError when there is something already: nothing is overwritten. */
export function checkIsNew(folder: string): void {
  if (existsSync(folder)) {
    throw new ConfigError([{ name: folder, message: 'is there already; nothing in it is overwritten' }]);
  }
}

/** @throws ConfigError for a folder that cannot be made, and a file that is there already. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    try {
      await makeFolder(dirname(path), 0o777);
      await writeFile(path, content, { flag: 'wx' });
    } catch (cause) {
      throw new ConfigError([{ name: path, message: `cannot be written: ${describeError(cause)}` }], { cause });
    }
  }
}
