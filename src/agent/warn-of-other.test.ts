import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLogger } from '../kit/logger.ts';
import type { RunFile } from '../port-agent/run-file.ts';
import { warnOfOther } from './warn-of-other.ts';

const running: RunFile = {
  name: 'ctd',
  pid: 1,
  startedAt: '2026-11-22T00:00:00.000Z',
  listen: '127.0.0.1',
  ports: { data: 1, command: 2, sniff: 3, http: 4 },
  link: 'tcp://10.0.0.12:4001',
  data: '/srv/sonde',
  version: '0.1.0',
};

test('a port agent that looks after its log in another way than it now should is told of, with the way out', () => {
  const told: string[] = [];
  const logger = { ...silentLogger, warn: (_: object, message: string) => void told.push(message) };
  warnOfOther(logger, running, { compress: true });
  warnOfOther(logger, { ...running, upkeep: { compress: true, keepDays: 30 } }, { keepDays: 30, compress: true });
  assert.deepEqual(told, []);
  warnOfOther(logger, { ...running, upkeep: { compress: true } }, { compress: true, archive: '/mnt/nas' });
  assert.match(told.join(), /started with other rules for its log.*: sonde port-agent stop ctd$/);
});
