import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';
import { promisify } from 'node:util';

/** Where and of what figures were taken. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** In GiB. */
  readonly memory: number;
  readonly kernel: string;
  readonly node: string;
  /** Of Sonde; ends with `+` where files were changed since. */
  readonly commit: string;
  /** Of the peers: `socat 1.7.4.4`. */
  readonly peers: readonly string[];
}

const ROOT = new URL('../../', import.meta.url);

/** What a program says of its version, and where it stands in that. */
const PROGRAMS: readonly (readonly [program: string, argument: string, version: RegExp])[] = [
  ['socat', '-V', /version (\d[\d.]*)/],
  ['ser2net', '-v', /version (\d[\d.]*)/],
];
const PACKAGES = ['@serialport/parser-readline', 'binary-parser', 'xstate', '@duckdb/node-api'];

export async function describeMachine(): Promise<Machine> {
  const [commit, ...peers] = await Promise.all([
    commitOf(),
    ...PROGRAMS.map(versionOfProgram),
    ...PACKAGES.map(versionOfPackage),
  ]);
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memory: Math.round(totalmem() / 2 ** 30),
    kernel: `Linux ${release()}`,
    node: process.version,
    commit,
    peers: peers.filter((peer) => peer !== undefined),
  };
}

async function said(program: string, ...args: string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(program, args, { cwd: ROOT });
    return `${stdout}${stderr}`.trim();
  } catch {
    return undefined;
  }
}

async function commitOf(): Promise<string> {
  const commit = await said('git', 'rev-parse', '--short', 'HEAD');
  const changed = await said('git', 'status', '--porcelain', '--untracked-files=no', '--', 'src', 'bench');
  return commit === undefined ? 'unknown' : `${commit}${changed ? '+' : ''}`;
}

async function versionOfProgram([program, argument, version]: (typeof PROGRAMS)[number]): Promise<string | undefined> {
  const found = version.exec((await said(program, argument)) ?? '')?.[1];
  return found === undefined ? undefined : `${program} ${found}`;
}

async function versionOfPackage(name: string): Promise<string | undefined> {
  const text = await readFile(new URL(`node_modules/${name}/package.json`, ROOT), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : `${name} ${JSON.parse(text).version}`;
}
