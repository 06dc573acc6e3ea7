import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { EVENT_TYPES } from './event-types.ts';

const page = readFileSync(new URL('../../docs/reference/events.md', import.meta.url), 'utf8');

test('the page on events has a row for every type, with its level and its details', () => {
  const rows = Object.entries(EVENT_TYPES).map(
    ([type, { title, level, details }]) =>
      `| \`${type}\` | ${level} | ${title} | ${Object.keys(details.shape)
        .map((name) => `\`${name}\``)
        .join(', ')} |`,
  );
  const own = page.split('\n').filter((line) => line.startsWith('| `'));
  assert.deepEqual(own, rows);
});

test('types, and what they hold, are named as they leave the process', () => {
  const names = Object.entries(EVENT_TYPES).flatMap(([type, { details }]) => [type, ...Object.keys(details.shape)]);
  assert.deepEqual(
    names.filter((name) => !/^[a-z][a-z_]*$/.test(name)),
    [],
  );
});
