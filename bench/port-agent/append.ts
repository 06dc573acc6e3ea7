import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patternAt } from './pattern.ts';

const MB = 1_000_000;

/** Appends so many MB to a file, one at a time, and brings them to the disk every second, as the log does, and at the end; in MB/s, twice: in and out are the same. */
export async function append(megabytes: number): Promise<readonly number[]> {
  const dir = await mkdtemp(join(tmpdir(), 'sonde-bench-'));
  try {
    await using file = await open(join(dir, 'file'), 'a');
    const began = performance.now();
    let synced = began;
    for (let done = 0; done < megabytes; done++) {
      await file.write(patternAt(done * MB, MB));
      if (performance.now() - synced < 1000) continue;
      synced = performance.now();
      await file.datasync();
    }
    await file.datasync();
    const { size } = await file.stat();
    if (size !== megabytes * MB) throw new Error(`the file has ${size} bytes`);
    const rate = megabytes / ((performance.now() - began) / 1000);
    return [rate, rate];
  } finally {
    await rm(dir, { recursive: true });
  }
}
