import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { needs } from '../../tools/needs.ts';
import { ownCommand } from './testing/own-command.ts';
import { SondeProcess } from './testing/sonde-process.ts';

const WORDS = 'correct horse battery';

async function dataFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-users-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'data');
}

/** `sonde user …`, with what is read from the input. */
async function user(data: string, args: readonly string[], input = '') {
  await using run = new SondeProcess(['user', ...args, '--data', data]);
  run.child.stdin?.end(input);
  return { code: await run.exit(), stdout: run.stdout, stderr: run.stderr };
}

test('users and tokens are made, listed and removed while nothing runs', async (t) => {
  const data = await dataFolder(t);
  const early = await user(data, ['add', 'anna', '--role', 'operator'], WORDS);
  assert.deepEqual([early.code, early.stderr], [2, 'role: the first user must be an admin\n']);
  assert.equal((await user(data, ['add', 'root', '--role', 'admin'], `${WORDS}\n`)).stdout, 'root is admin\n');
  const weak = await user(data, ['password', 'root'], 'short\n');
  assert.deepEqual([weak.code, weak.stderr], [2, 'password: must have at least 10 characters\n']);
  const last = await user(data, ['remove', 'root']);
  assert.deepEqual([last.code, last.stderr], [2, 'root: is the last admin: make another one first\n']);
  assert.equal((await user(data, ['list'])).stdout, 'root  admin  never logged in\n');
  const token = await user(data, ['token', 'add', 'nightly', '--role', 'viewer', '--instruments', 'ctd, adcp']);
  assert.match(token.stdout, /^sonde_[\w-]{43}\n$/);
  assert.match(
    (await user(data, ['token', 'list'])).stdout,
    /^nightly {2}viewer {2}ctd,adcp {2}without end {2}never used {2}by \S+ sonde user\n$/,
  );
  assert.equal((await user(data, ['token', 'remove', 'nightly'])).code, 0);
  assert.equal((await user(data, ['token', 'list'])).stdout, 'none\n');
  assert.equal((await stat(join(data, 'sonde.db'))).mode & 0o777, 0o600);
});

test('at a terminal a password is typed twice, and not shown', async (t) => {
  if (!needs('socat', t)) return;
  const data = await dataFolder(t);
  const call = [...ownCommand, 'user', 'add', 'root', '--role', 'admin', '--data', data].join(' ');
  const terminal = spawn('socat', [`EXEC:"${call}",pty,setsid,ctty,stderr`, '-'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  t.after(() => terminal.kill());
  let shown = '';
  terminal.stdout.on('data', (bytes: Buffer) => {
    shown += bytes.toString();
  });
  const says = async (text: string): Promise<void> => {
    while (!shown.includes(text)) await once(terminal.stdout, 'data');
  };
  await says('new password of root: ');
  terminal.stdin.write(`${WORDS}x\x7f\r`);
  await says('again: ');
  terminal.stdin.write(`${WORDS}\r`);
  await says('root is admin');
  assert.doesNotMatch(shown, /horse/);
});
