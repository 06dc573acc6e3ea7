import { createRequire } from 'node:module';

const packages = createRequire(import.meta.url);

/** Only the package's CommonJS form comes with types. */
export const { Parser }: typeof import('binary-parser', { with: { 'resolution-mode': 'require' }}) =
  packages('binary-parser');
