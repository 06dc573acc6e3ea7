// Proves that the project is well: `npm test`. With arguments it runs only the test files whose paths contain one of them.
import { spawnSync } from 'node:child_process';
import { type Check, runChecks } from './run-checks.ts';
import { sourceFiles } from './source-files.ts';

process.chdir(`${import.meta.dirname}/..`);

const node = process.execPath;
const COLORS = `--colors=${process.stdout.isTTY ? 'force' : 'off'}`;
const CHECKS: readonly Check[] = [
  { name: 'types', command: ['node_modules/.bin/tsc'] },
  { name: 'types of the web page', command: ['node_modules/.bin/tsc', '-p', 'web'] },
  { name: 'lint and format', command: ['node_modules/.bin/biome', 'ci', '--diagnostic-level=warn', COLORS] },
  { name: 'floors', command: [node, 'tools/floors.ts'] },
  { name: 'file sizes', command: [node, 'tools/sizes.ts'] },
  ...sourceFiles('.', ['tools/generate-!(*.test).ts']).map(
    (tool): Check => ({ name: `generated: ${/generate-(.*)\.ts/.exec(tool)?.[1]}`, command: [node, tool, '--check'] }),
  ),
];

const failed = await runChecks(CHECKS, console.log);
const tests = spawnSync(node, ['tools/unit-tests.ts', ...process.argv.slice(2)], { stdio: 'inherit' });
if (tests.status !== 0) failed.push('unit tests');

if (failed.length > 0) {
  console.error(`✖ failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
