import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Check, runChecks } from './run-checks.ts';

const check = (name: string, program: string): Check => ({ name, command: [process.execPath, '--eval', program] });

test('checks run in order to the last; those that fail show what they said', async () => {
  const printed: string[] = [];
  const failed = await runChecks(
    [
      check('sizes', "console.log('one'); console.log('all small')"),
      check('lint', "console.log('a.ts: bad'); console.error('b.ts: worse'); process.exit(2)"),
      check('killed', "process.kill(process.pid, 'SIGKILL')"),
      { name: 'absent', command: ['/nowhere/at-all'] },
      check('types', ''),
    ],
    (text) => printed.push(text.replace(/\d+\.\d s/, 'n s')),
  );
  assert.deepEqual(failed, ['lint', 'killed', 'absent']);
  assert.deepEqual(printed, [
    '✔ sizes (n s) all small',
    '✖ lint (n s)\na.ts: bad\nb.ts: worse',
    '✖ killed (n s)\n',
    '✖ absent (n s)\nspawn /nowhere/at-all ENOENT',
    '✔ types (n s)',
  ]);
});
