import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Logger, silentLogger } from '../kit/logger.ts';
import { keeping } from './keeping.ts';

test('what cannot be written is said once, until it is possible again', () => {
  const said: unknown[] = [];
  const logger: Logger = { ...silentLogger, error: (...args: unknown[]) => void said.push(args.at(-1)) };
  const keep = keeping(logger, 'it is lost');
  const full = (): never => {
    throw new Error('database or disk is full');
  };
  keep(full);
  keep(full);
  assert.deepEqual(said, ['it is lost']);
  keep(() => {});
  keep(full);
  assert.deepEqual(said, ['it is lost', 'it is lost']);
});
