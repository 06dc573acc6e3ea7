import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { installPacked, pack } from './testing/packed.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs/tutorial-new-instrument.md'), 'utf8');

interface Block {
  readonly language: string;
  /** What it is: a file to save, a command for a terminal of its own, a part of a file. */
  readonly role: string;
  readonly content: string;
}

const blocksIn = (page: string): Block[] =>
  [...page.matchAll(/^```(\w+) ?(\S*)\n(.*?)^```$/gms)].map(([, language = '', role = '', content = '']) => ({
    language,
    role,
    content,
  }));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  server.close();
  await once(server, 'close');
  return address.port;
}

/** A folder, a shell in it, and terminals that run until the end of the test. */
async function desk(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-tutorial-'));
  const open: (() => Promise<void>)[] = [];
  // What runs still needs the folder: its port agent is found there when it is ended.
  t.after(async () => {
    for (const close of open.reverse()) await close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const work = join(folder, 'gale');
  mkdirSync(work);
  const env = {
    ...process.env,
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    SONDE_RUNTIME_DIR: join(folder, 'sockets'),
    npm_config_offline: 'true',
    npm_config_update_notifier: 'false',
    NODE_OPTIONS: '',
    NODE_TEST_CONTEXT: undefined,
  };
  const shell = (line: string) => spawnSync('bash', ['-c', line], { cwd: work, env, encoding: 'utf8' });
  const terminal = async (line: string): Promise<ChildProcess> => {
    const child = spawn('bash', ['-c', line], { cwd: work, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = once(child, 'close');
    open.push(async () => {
      if (child.exitCode === null) process.kill(-child.pid!, 'SIGTERM');
      await ended;
    });
    await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data')]);
    child.stdout.resume();
    child.stderr.resume();
    return child;
  };
  return { folder, work, shell, terminal };
}

/** Resolves when a file below the folder matches. */
async function appears(folder: string, pattern: RegExp): Promise<void> {
  const found = (): boolean =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).some(
      (entry) => entry.isFile() && pattern.test(readFileSync(join(entry.parentPath, entry.name), 'utf8')),
    );
  const watcher = watch(folder, { recursive: true });
  try {
    while (!found()) await once(watcher, 'change');
  } finally {
    watcher.close();
  }
}

test('who follows the tutorial has a working instrument', { timeout: 110_000 }, async (t) => {
  const { folder, work, shell, terminal } = await desk(t);
  const port = String(await freePort());
  const tarball = pack(folder);
  let last = '';
  let running = 0;
  const parts: string[] = [];
  for (const { language, role, content: written } of blocksIn(PAGE)) {
    const content = written.replaceAll('4001', port);
    const [, file] = /^file=(.*)/.exec(role) ?? [];
    if (file !== undefined) {
      mkdirSync(dirname(join(work, file)), { recursive: true });
      writeFileSync(join(work, file), content);
      // What was shown in parts stands in the file as it was shown.
      if (file.endsWith('.ts')) for (const part of parts.splice(0)) assert.ok(content.includes(part), part);
    } else if (role === 'part') parts.push(content);
    else if (role === 'terminal') {
      await terminal(`exec ${content.trim()}`);
      running++;
    } else if (language === 'text') assert.ok(last.includes(content.trim()), `${last}\nshould say\n${content}`);
    else if (language === 'sh') {
      for (const line of content.trim().split('\n')) {
        if (line === 'npm install sonde') {
          installPacked(tarball, work);
          continue;
        }
        let done = shell(line);
        // "After some seconds": the instrument is found and started first.
        for (let tries = 0; running > 1 && done.status !== 0 && tries < 30; tries++) done = shell(line);
        assert.equal(done.status, 0, `${line}\n${done.stdout}${done.stderr}`);
        last = done.stdout;
      }
    }
  }
  assert.equal(parts.length, 0);
  await appears(join(work, 'out/mast/wind'), /"housing_temperature":18\.\d/);

  // With the types of the package, and the settings that the folder brought along.
  const compiler = join(ROOT, 'node_modules/.bin/tsc');
  const { stdout } = spawnSync(compiler, ['-p', join(work, 'instruments/gale/g1')], { encoding: 'utf8' });
  assert.equal(stdout, '');
});
