import { globSync } from 'node:fs';

/** The files under `root` that match one of the patterns, in order of name, without dependencies, builds and fixtures. */
export const sourceFiles = (root: string, patterns: readonly string[]): string[] =>
  globSync(patterns, { cwd: root, exclude: ['**/node_modules', '**/dist', '**/fixtures'] }).sort();
