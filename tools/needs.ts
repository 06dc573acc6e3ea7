import { spawnSync } from 'node:child_process';
import type { TestContext } from 'node:test';

/**
 * Says whether a program that a test needs is installed. Where it is not, the test is skipped and says so; in CI that is a failure.
 * Use: `test('…', (t) => { if (!needs('socat', t)) return; … })`.
 */
export function needs(program: string, t: TestContext, inPackage = program): boolean {
  return spawnSync('which', [program], { stdio: 'ignore' }).status === 0 || isSkipped(program, inPackage, t);
}

/** Debian's Python, whose modules are packages of Debian. */
export const PYTHON = '/usr/bin/python3';

/** The same for modules of Debian's Python. */
export function needsPython(modules: readonly string[], t: TestContext): boolean {
  const found = spawnSync(PYTHON, ['-c', `import ${modules.join(', ')}`], { stdio: 'ignore' });
  const packages = modules.map((name) => `python3-${name.toLowerCase()}`).join(' ');
  return found.status === 0 || isSkipped(`Python's ${modules.join(', ')}`, packages, t);
}

function isSkipped(what: string, packages: string, t: TestContext): false {
  if (process.env.CI === 'true') throw new Error(`${what} is not installed, and in CI no test may be skipped`);
  t.skip(`SKIPPED: ${what} is not installed (apt-get install ${packages})`);
  return false;
}
