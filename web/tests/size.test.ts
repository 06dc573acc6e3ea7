import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';

const BUILT = `${import.meta.dirname}/../../dist/web`;
const MOST_BYTES = 300_000;

test('what the first view loads is one script and one style sheet, less than 300 KB compressed', () => {
  const html = readFileSync(`${BUILT}/index.html`, 'utf8');
  const loaded = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
  assert.deepEqual(
    loaded.map((path) => path?.replace(/.*\./, '')),
    ['js', 'css'],
  );
  const sizes = loaded.map((path) => {
    const compressed = statSync(`${BUILT}${path}.br`, { throwIfNoEntry: false });
    return (compressed ?? statSync(`${BUILT}${path}`)).size;
  });
  const sum = sizes.reduce((all, size) => all + size, 0);
  assert.ok(sum < MOST_BYTES, `${sum} bytes`);
});
