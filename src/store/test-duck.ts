import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openDuck } from './duck.ts';

/** A folder, and a connection to a DuckDB, until the test is over. */
export async function testDuck(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-store-'));
  const duck = await openDuck({ memory: 128 * 1024 * 1024, threads: 1 });
  const connection = await duck.connect();
  t.after(async () => {
    connection[Symbol.dispose]();
    duck[Symbol.dispose]();
    await rm(folder, { recursive: true, force: true });
  });
  return { folder, duck, connection };
}
