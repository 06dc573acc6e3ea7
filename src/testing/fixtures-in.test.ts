import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { ConfigError } from '../kit/errors.ts';
import { fixturesIn } from './fixtures-in.ts';

test('bytes and what they mean stand side by side; bytes of which nothing is said hold no record', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sonde-fixtures-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);
  write('a.bin', 'T=1\r\n');
  write('b.bin', 'x');
  write('b.json', '[{"stream":"point","values":{"temp":1}}]');
  write('c.bin', 'y');
  write('c.json', '{"sent":"ts","records":[]}');
  write('notes.txt', '');
  const found = fixturesIn(folder).map(({ name, bytes, sent, expected }) => [name, bytes.length, sent, expected]);
  assert.deepEqual(found, [
    ['a.bin (without a.json)', 5, undefined, []],
    ['b.bin', 1, undefined, [{ stream: 'point', values: { temp: 1 } }]],
    ['c.bin', 1, 'ts', []],
  ]);
  write('c.json', '{"records":[]}');
  assert.throws(
    () => fixturesIn(folder),
    (error) => error instanceof ConfigError && /c\.json: fixture: must be a list/.test(error.message),
  );
  assert.deepEqual(fixturesIn(join(folder, 'none')), []);
});
