import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openDuck } from './duck.ts';

const MEMORY = 64 * 1024 * 1024;

test('who connects while it is closed gets a connection that works, and nobody after that', async () => {
  for (let i = 0; i < 20; i++) {
    const duck = await openDuck({ memory: MEMORY });
    const connecting = duck.connect();
    duck[Symbol.dispose]();
    const connection = await connecting;
    assert.equal((await connection.runAndReadAll('SELECT 42')).getRows()[0]?.[0], 42);
    connection[Symbol.dispose]();
    await assert.rejects(duck.connect(), /the database is closed/);
    duck[Symbol.dispose]();
  }
});
