import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { ConfigError, StateError } from '../kit/errors.ts';
import { processIdentity } from './process-identity.ts';
import { claim, type RunFile, runFilePath, runningPortAgent, runningPortAgents } from './run-file.ts';

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'sonde-run-'));
  t.after(() => rm(path, { recursive: true }));
  return join(path, 'run');
}

const about = async (pid: number, name = 'ctd'): Promise<RunFile> => ({
  name,
  pid,
  ...(await identityOf(pid)),
  startedAt: '2026-11-22T12:00:00.000Z',
  listen: '127.0.0.1',
  ports: { data: 1, command: 2, sniff: 3, http: 4 },
  link: 'tcp://127.0.0.1:4001',
  data: '/data',
  version: '1',
});

async function identityOf(pid: number): Promise<{ identity?: string }> {
  const identity = await processIdentity(pid);
  return identity === undefined ? {} : { identity };
}

test('an instrument is served once: the second is told who serves it', async (t) => {
  const run = await folder(t);
  const first = await claim(run, 'ctd');
  await first.publish(await about(process.pid));
  await assert.rejects(claim(run, 'ctd'), (error: unknown) => {
    assert.ok(error instanceof StateError);
    assert.match(error.message, new RegExp(`already running \\(process ${process.pid}, since 2026`));
    return true;
  });
  const other = await claim(run, 'other');
  await other.release();
  await first.release();
  await (await claim(run, 'ctd')).release();
});

test('a claim outlasts another attempt in the same process: no other process can take it then', async (t) => {
  const run = await folder(t);
  const first = await claim(run, 'ctd');
  await assert.rejects(claim(run, 'ctd'), StateError);
  const script = `const { claim } = await import(${JSON.stringify(import.meta.resolve('./run-file.ts'))});
    await claim(${JSON.stringify(run)}, 'ctd').then(() => console.log('taken'), (error) => console.log(error.code));`;
  const other = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(other.stdout, 'data');
  assert.equal(String(said), 'state\n');
  await once(other, 'exit');
  await first.release();
});

test('a lock file that cannot be opened is named', async (t) => {
  const run = await folder(t);
  await mkdir(join(run, 'ctd.lock'), { recursive: true });
  await assert.rejects(claim(run, 'ctd'), (error: unknown) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /ctd\.lock: the lock file cannot be opened/);
    return true;
  });
});

test('of many that start at once exactly one wins', async (t) => {
  const run = await folder(t);
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => claim(run, 'ctd')));
  const won = results.filter((result) => result.status === 'fulfilled');
  assert.equal(won.length, 1);
  await won[0]!.value.release();
});

test('the run file is private, is found while its process runs, and goes with it', async (t) => {
  const run = await folder(t);
  const claimed = await claim(run, 'ctd');
  const file = await about(process.pid);
  await claimed.publish(file);
  assert.equal((await stat(runFilePath(run, 'ctd'))).mode & 0o777, 0o600);
  assert.equal((await stat(run)).mode & 0o777, 0o700);
  assert.deepEqual(await runningPortAgents(run), [file]);
  await claimed.release();
  assert.deepEqual(await runningPortAgents(run), []);
});

test('a process that was killed leaves no obstacle: its file counts for nothing, its claim is free', async (t) => {
  const run = await folder(t);
  const script = `const { claim } = await import(${JSON.stringify(import.meta.resolve('./run-file.ts'))});
    await claim(${JSON.stringify(run)}, 'ctd'); process.stdout.write('claimed'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', script]);
  await once(child.stdout, 'data');
  await assert.rejects(claim(run, 'ctd'), /just starting/);
  await writeFile(runFilePath(run, 'ctd'), JSON.stringify(await about(child.pid!)));
  assert.equal((await runningPortAgent(run, 'ctd'))?.pid, child.pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.equal(await runningPortAgent(run, 'ctd'), undefined);
  await (await claim(run, 'ctd')).release();
});

test('a process that merely has the same pid is not taken for the port agent', async (t) => {
  const run = await folder(t);
  const claimed = await claim(run, 'ctd');
  t.after(() => claimed.release());
  await claimed.publish({ ...(await about(process.pid)), identity: 'another boot/1' });
  assert.equal(await runningPortAgent(run, 'ctd'), undefined);
});

test('a file that is no run file counts for nothing', async (t) => {
  const run = await folder(t);
  await (await claim(run, 'ctd')).release();
  for (const content of ['', '{', '[]', '{"pid":1}']) {
    await writeFile(runFilePath(run, 'ctd'), content);
    assert.equal(await runningPortAgent(run, 'ctd'), undefined);
  }
});
