import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8'));

test('on a fresh clone nothing follows the set-up in the same shell: that would go on with the Node that it began with', () => {
  const setups = Object.entries<string>(scripts).filter(([, script]) => script.includes('tools/setup.js'));
  const alone = ['prebench', 'prestart', 'pretest'].map((name) => [name, 'node tools/setup.js']);
  assert.deepEqual(setups.sort(), alone);
});
