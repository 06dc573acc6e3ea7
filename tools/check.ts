// Proves that the project is well: `npm test`. With arguments it runs only the test files whose paths contain one of them.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type Check, runChecks } from './run-checks.ts';

process.chdir(`${import.meta.dirname}/..`);

const node = process.execPath;
const COLORS = `--colors=${process.stdout.isTTY ? 'force' : 'off'}`;
const GENERATOR = 'tools/generate-instruments.ts';
const CHECKS: readonly Check[] = [
  { name: 'types', command: ['node_modules/.bin/tsc'] },
  { name: 'lint and format', command: ['node_modules/.bin/biome', 'ci', '--diagnostic-level=warn', COLORS] },
  { name: 'floors', command: [node, 'tools/floors.ts'] },
  { name: 'file sizes', command: [node, 'tools/sizes.ts'] },
  ...(existsSync(GENERATOR) ? [{ name: 'generated files', command: [node, GENERATOR, '--check'] } as const] : []),
];

const failed = await runChecks(CHECKS, console.log);
const tests = spawnSync(node, ['tools/unit-tests.ts', ...process.argv.slice(2)], { stdio: 'inherit' });
if (tests.status !== 0) failed.push('unit tests');

if (failed.length > 0) {
  console.error(`✖ failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
