// Runs the unit tests below the present folder: `node tools/unit-tests.ts [part of a path …]`.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { sourceFiles } from './source-files.ts';

const PATTERNS = ['{bench,src,tools}/**/*.test.ts', 'web/src/**/*.test.ts', 'web/tests/*.test.ts'];

/** Longest time that one test file may take, in ms; one test may take half of it. */
const LIMIT = Number(process.env.SONDE_TEST_TIMEOUT ?? 120_000);
const WATCHDOG = ['--import', new URL('watchdog.ts', import.meta.url).href];

interface Batch {
  readonly files: readonly string[];
  readonly concurrency: number;
  readonly limit: number;
}

const wanted = process.argv.slice(2).map((part) => part.replace(/^\.\//, ''));
const all = sourceFiles('.', PATTERNS);
const files = wanted.length > 0 ? all.filter((file) => wanted.some((part) => file.includes(part))) : all;
const isInBrowser = (file: string): boolean => file.startsWith('web/tests/');
const batches: readonly Batch[] = [
  { files: files.filter((file) => !isInBrowser(file)), concurrency: 2, limit: LIMIT },
  // Each has a browser, a program and its instruments: they take several processors, and turns.
  { files: files.filter(isInBrowser), concurrency: 1, limit: 2 * LIMIT },
];
// They share one page, which is built before the first of them.
if (files.some(isInBrowser)) {
  const built = spawnSync(process.execPath, ['tools/build-web.ts'], { stdio: 'inherit' });
  if (built.status !== 0) process.exit(complain('the web page cannot be built'));
}
if (files.length === 0) process.exitCode = complain(`no test file's path contains ${wanted.join(' or ')}`);
for (const batch of batches) if (batch.files.length > 0) process.exitCode = (await runTests(batch)) || process.exitCode;

async function runTests({ files, concurrency, limit }: Batch): Promise<number> {
  process.env.SONDE_TEST_TIMEOUT = String(limit);
  const tests = run({ files: [...files], concurrency, isolation: 'process', timeout: limit / 2, execArgv: WATCHDOG });
  let ok = false;
  const skipped: string[] = [];
  tests.on('test:summary', ({ file, success }) => {
    if (file === undefined) ok = success;
  });
  tests.on('test:pass', ({ name, skip }) => {
    if (skip !== undefined && skip !== false) skipped.push(name);
  });
  const report = tests.compose(spec);
  report.pipe(process.stdout);
  await once(report, 'end');
  if (process.env.CI === 'true' && skipped.length > 0) {
    return complain(`in CI no test may be skipped, but ${skipped.length} were: ${skipped.join('; ')}`);
  }
  return ok ? 0 : 1;
}

function complain(message: string): number {
  console.error(`✖ ${message}`);
  return 1;
}
