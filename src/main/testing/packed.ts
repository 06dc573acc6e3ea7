import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

/** Builds and packs what would be published, and returns the tarball. */
export function pack(folder: string): string {
  const staging = join(folder, 'package');
  mkdirSync(staging, { recursive: true });
  for (const part of ['package.json', 'bin', 'docs', 'LICENSE', 'README.md']) {
    cpSync(join(ROOT, part), join(staging, part), { recursive: true });
  }
  run(process.execPath, [join(ROOT, 'tools/build.ts'), join(staging, 'dist')], ROOT);
  const name = run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], staging).trim();
  return join(folder, name);
}

/**
 * What `npm install` of the tarball would do, without a registry: the package unpacked, the packages that it depends on those of this
 * checkout, and its command.
 */
export function installPacked(tarball: string, folder: string): void {
  const modules = join(folder, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  run('tar', ['-xzf', tarball, '-C', modules], folder);
  run('mv', [join(modules, 'package'), join(modules, 'sonde')], folder);
  symlinkSync('../sonde/bin/sonde.js', join(modules, '.bin/sonde'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name.startsWith('.') || name === 'node') continue;
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
}
