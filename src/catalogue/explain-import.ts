import { fileURLToPath } from 'node:url';
import { describeError } from '../kit/errors.ts';

/** What to do about errors that Node explains to those who know it. */
const ADVICE: Readonly<Record<string, string>> = {
  ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING:
    'Node does not run TypeScript below node_modules: the package must ship JavaScript (its exports must not end in .ts)',
  ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX:
    'Node runs TypeScript by leaving out the types: enums, namespaces and parameter properties are not possible',
};

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');

/** Why a module could not be imported, for its author. */
export function explainImport(error: Error): string {
  const advice = ADVICE[codeOf(error)];
  return advice === undefined ? describeError(error) : `${describeError(error)}; ${advice}`;
}

/** Where in one of these files an error arose: `probe/index.ts:12`; undefined where its stack names none of them. */
export function placeOf(error: Error, files: readonly string[]): string | undefined {
  for (const [, url = '', line] of (error.stack ?? '').matchAll(/(file:\/\/[^\s?):]+)(?:\?[^\s:)]*)?:(\d+)/g)) {
    const file = fileURLToPath(url);
    if (files.includes(file)) return `${file}:${line}`;
  }
  return undefined;
}
