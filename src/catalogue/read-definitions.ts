import { checkInstrument } from '../definition/check-instrument.ts';
import type { Instrument } from '../definition/instrument.ts';
import { DefinitionError, describeError, type Issue } from '../kit/errors.ts';
import { isRecord } from '../kit/records.ts';
import { explainImport, placeOf } from './explain-import.ts';
import { importOutside } from './import-outside.ts';

/** A definition from outside, and where it stands. */
export interface FoundDefinition {
  readonly definition: Instrument;
  /** The file or package that exports it. */
  readonly module: string;
  /** The name that it is exported by. */
  readonly name: string;
}

export interface ModuleReading {
  readonly found: readonly FoundDefinition[];
  /** All that is wrong, with the place of each. */
  readonly problems: readonly Issue[];
  /** The files of the module, to be watched. */
  readonly files: readonly string[];
}

const PARTS = ['dialogue', 'discover', 'states', 'commands', 'parameters', 'samples', 'simulation'] as const;
const WORDS = ['kind', 'maker', 'model'] as const;

/** Whether a value wants to be a definition; it may still lack something. */
const isMeantAsOne = (value: unknown): value is Readonly<Record<string, unknown>> =>
  isRecord(value) && typeof value.kind === 'string' && ('samples' in value || 'commands' in value);

const isWhole = (value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & Instrument =>
  lacking(value).length === 0;

const lacking = (value: Readonly<Record<string, unknown>>): string[] => [
  ...WORDS.filter((part) => typeof value[part] !== 'string'),
  ...PARTS.filter((part) => !isRecord(value[part])),
];

/** Imports a module anew and reads the definitions that it exports. What is wrong with it is in `problems`; nothing is thrown. */
export async function readDefinitions(module: string, base: string): Promise<ModuleReading> {
  const { exports, files, error } = await importOutside(module, base);
  if (error !== undefined) {
    const named = error instanceof DefinitionError;
    const problem = { name: named ? 'definition' : 'import', message: explainImport(error) };
    return { found: [], files, problems: [{ ...problem, where: placeOf(error, files) ?? module }] };
  }
  const meant = new Map<Readonly<Record<string, unknown>>, string>();
  for (const [name, value] of Object.entries(exports)) if (isMeantAsOne(value)) meant.set(value, name);
  const found: FoundDefinition[] = [];
  const problems: Issue[] = [];
  for (const [value, name] of meant) {
    const wrong = problemOf(value);
    if (wrong !== undefined) problems.push({ where: module, name, message: wrong });
    else if (isWhole(value)) found.push({ definition: value, module, name });
  }
  return { found, problems, files };
}

function problemOf(value: Readonly<Record<string, unknown>>): string | undefined {
  if (!isWhole(value)) return `is no whole definition: it lacks ${lacking(value).join(', ')}`;
  try {
    checkInstrument(value);
    return undefined;
  } catch (thrown) {
    return thrown instanceof DefinitionError ? thrown.message : `cannot be checked: ${describeError(thrown)}`;
  }
}
