import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { FakeClock } from '../kit/fake-clock.ts';
import { storedSizes } from './stored-sizes.ts';

test('what a log and samples take is looked at once a minute, and nothing else of the folder counts', async () => {
  const own = await mkdtemp(join(tmpdir(), 'sonde-sizes-'));
  try {
    const write = async (name: string): Promise<void> => {
      await mkdir(dirname(join(own, name)), { recursive: true });
      await writeFile(join(own, name), Buffer.alloc(8192));
    };
    for (const name of [
      'log/2026-11-22.datalog',
      'master/log/2026-11-22.datalog',
      'samples/ctd/2026-11-22.parquet',
      'events/x.jsonl',
      'state.json',
    ])
      await write(name);
    const clock = new FakeClock();
    const sizes = storedSizes(own, clock);
    const before = await sizes();
    assert.ok(before.log >= 2 * 8192 && before.log < 4 * 8192, `log ${before.log}`);
    assert.ok(before.samples >= 8192 && before.samples < 2 * 8192, `samples ${before.samples}`);
    await write('samples/ctd/2026-11-23.parquet');
    assert.deepEqual(await sizes(), before);
    await clock.advance(60_001);
    assert.equal((await sizes()).samples, 2 * before.samples);
    assert.deepEqual(await storedSizes(join(own, 'none'), clock)(), { log: 0, samples: 0 });
  } finally {
    await rm(own, { recursive: true });
  }
});
