import { spawnSync } from 'node:child_process';
import type { TestContext } from 'node:test';

/**
 * Says whether a program that a test needs is installed. Where it is not, the test is skipped and says so; in CI that is a failure.
 * Use: `test('…', (t) => { if (!needs('socat', t)) return; … })`.
 */
export function needs(program: string, t: TestContext): boolean {
  if (spawnSync('which', [program], { stdio: 'ignore' }).status === 0) return true;
  if (process.env.CI === 'true') throw new Error(`${program} is not installed, and in CI no test may be skipped`);
  t.skip(`SKIPPED: ${program} is not installed (apt-get install ${program})`);
  return false;
}
