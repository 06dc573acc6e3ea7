import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { Wanted } from './wanted.ts';

test('what people ask for is wanted also while the database cannot be written, and kept again afterwards', () => {
  using database = new DatabaseSync(':memory:');
  const wanted = new Wanted('ctd', {}, database);
  wanted.wantMode('autosample');
  database.exec('PRAGMA query_only = 1');
  wanted.wantMode('command');
  wanted.wantParameters({ interval: 60 });
  assert.equal(wanted.mode, 'command');
  assert.deepEqual(wanted.parameters, { interval: 60 });
  assert.equal(new Wanted('ctd', {}, database).mode, 'autosample');
  database.exec('PRAGMA query_only = 0');
  wanted.wantMode('command');
  assert.equal(new Wanted('ctd', {}, database).mode, 'command');
});
