import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/**
 * A file system of `size` (as `mount` writes it) that fills up. Where mounting is not permitted it is undefined, and the test is skipped
 * and says so; in CI that is a failure.
 */
export async function smallDisk(t: TestContext, size: string): Promise<string | undefined> {
  const dir = await mkdtemp(join(tmpdir(), 'sonde-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'sonde-test', dir]).status === 0;
  t.after(async () => {
    if (mounted) spawnSync('umount', ['-l', dir]);
    await rm(dir, { recursive: true, force: true });
  });
  if (mounted) return dir;
  if (process.env.CI === 'true') throw new Error('tmpfs cannot be mounted, and in CI no test may be skipped');
  t.skip('SKIPPED: mounting a tmpfs is not permitted (run as root)');
  return undefined;
}
