import { fileURLToPath } from 'node:url';

/** How this program is started again, for tests. */
export const ownCommand: readonly string[] = [
  process.execPath,
  fileURLToPath(new URL('../../../bin/sonde.js', import.meta.url)),
];
