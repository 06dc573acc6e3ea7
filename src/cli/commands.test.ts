import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../kit/clock.ts';
import { silentLogger } from '../kit/logger.ts';
import { COMMAND_SOURCES } from './commands.ts';
import type { CliContext } from './context.ts';

const context: CliContext = {
  clock: systemClock,
  logger: silentLogger,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  kinds: [],
  loadInstrument: () => Promise.reject(new Error('none')),
};

for (const { names, make } of COMMAND_SOURCES) {
  test(`what is loaded for ${names.join(', ')} makes just that`, async () => {
    const commands = await make(context);
    assert.deepEqual(
      commands.map((command) => command.name()),
      names,
    );
  });
}
