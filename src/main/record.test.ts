import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { probeSource } from '../catalogue/test-definitions.ts';
import { SondeProcess, sonde } from './testing/sonde-process.ts';

async function emptyFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sonde-record-'));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** A simulated probe, and where it is. */
async function probe(t: TestContext, folder: string): Promise<string> {
  await writeFile(join(folder, 'probe.ts'), probeSource('acme.probe'));
  const simulator = new SondeProcess(['simulate', join(folder, 'probe.ts'), '--tcp', '0', '--json']);
  t.after(() => simulator[Symbol.asyncDispose]());
  await simulator.said(/"link":"tcp:/);
  return JSON.parse(simulator.stdout.split('\n')[0] ?? '').link;
}

const SAID = ['st', 'nonsense', 'I=1', 'go', '', '', '', 'stop', 'st'];

/** Says these lines and returns when all is written. */
async function record(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  await using run = new SondeProcess(['record', ...args, '--pause', '700 ms'], env);
  run.child.stdin?.end(SAID.map((line) => `${line}\n`).join(''));
  const code = await run.exit();
  return { code, stdout: run.stdout, stderr: run.stderr };
}

test('a session with an instrument becomes fixtures, an instrument that answers the same, and a definition that decodes it', async (t) => {
  const folder = await emptyFolder(t);
  const link = await probe(t, folder);
  const { code, stdout, stderr } = await record(['--link', link, '--as', 'acme.copy', '--dir', folder]);
  assert.equal(code, 0, stderr);
  assert.match(
    stdout,
    /prompt +"S>"\n.*\n +refusal +"\?S>"\n +commands +st, start_autosample, stop_autosample\n +parameters/,
  );
  const made = join(folder, 'acme/copy');
  assert.deepEqual((await readdir(join(made, 'fixtures'))).sort(), ['sample.bin', 'session.datalog', 'st.bin']);

  const session = join(made, 'fixtures/session.datalog');
  const decoded = await sonde(['decode', made, session]);
  const original = await sonde(['decode', join(folder, 'probe.ts'), session]);
  const temps = (text: string): unknown[] =>
    text
      .trim()
      .split('\n')
      .map((line) => Object.values(JSON.parse(line).values)[0]);
  assert.deepEqual(temps(decoded.stdout), temps(original.stdout));
  assert.ok(temps(decoded.stdout).length > 1);

  const judged = await sonde(['check', made]);
  assert.deepEqual(judged.stdout.match(/✖ .*/g), ['✖ sample.bin (without sample.json) holds what it should']);

  await using replay = new SondeProcess(['simulate', '--recording', made, '--tcp', '0', '--json']);
  await replay.said(/"link":"tcp:/);
  const [, port] = /tcp:\/\/127\.0\.0\.1:(\d+)/.exec(replay.stdout) ?? [];
  const socket = connect(Number(port), '127.0.0.1');
  t.after(() => socket.destroy());
  const answer = new Promise<string>((resolve) => {
    let heard = '';
    socket.on('data', (bytes) => {
      heard += bytes;
      if (heard.endsWith('S>')) resolve(heard);
    });
  });
  socket.write('st\r\n');
  assert.equal(await answer, 'idle, every 1 s\r\nS>');
});

test('a running instrument is recorded through direct access, and its log is enough too', async (t) => {
  const folder = await emptyFolder(t);
  const link = await probe(t, folder);
  const env = { SONDE_RUNTIME_DIR: join(folder, 'sockets') };
  const config = {
    data: join(folder, 'data'),
    definitions: './probe.ts',
    instruments: { thermometer: { kind: 'acme.probe', link, startup: { mode: 'command' } } },
  };
  await writeFile(join(folder, 'sonde.yaml'), JSON.stringify(config));
  await using run = new SondeProcess(['run', '-c', join(folder, 'sonde.yaml'), '--stop-port-agents'], env);
  await run.said(/"msg":"running"/);
  while ((await sonde(['discover', 'thermometer'], env)).stdout !== 'command\n');
  const { code, stdout, stderr } = await record(['thermometer', '--as', 'acme.live', '--dir', folder], env);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /commands +st, start_autosample, stop_autosample\n/);
  await run.kill('SIGTERM');

  const [day = ''] = await readdir(join(folder, 'data/thermometer/log'));
  const from = await sonde([
    'record',
    '--from',
    join(folder, 'data/thermometer/log', day),
    '--as',
    'acme.log',
    '--dir',
    folder,
  ]);
  assert.equal(from.code, 0, from.stderr);
  assert.match(from.stdout, /prompt +"S>"/);
  assert.match(readFileSync(join(folder, 'acme/log/index.ts'), 'utf8'), /line\(\/\^T=/);
});

test('a session that the instrument or the operator ends early is described all the same', async (t) => {
  const folder = await emptyFolder(t);
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('T=1.5\r\nT=1.6\r\n');
    socket.once('data', () => socket.end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert(typeof address === 'object' && address !== null);
  const args = (kind: string) => ['record', '--link', `tcp://127.0.0.1:${address.port}`, '--as', kind, '--dir', folder];

  await using left = new SondeProcess(args('acme.left'));
  await left.said(/T=1\.6/);
  left.child.stdin?.write('st\n');
  assert.equal(await left.exit(), 0, left.stderr);
  assert.match(left.stdout, /samples +sample\n/);

  await using stopped = new SondeProcess(args('acme.stopped'));
  await stopped.said(/T=1\.6/);
  await stopped.kill('SIGINT');
  assert.match(stopped.stdout, /acme\/stopped describes acme\.stopped/);
});

test('what cannot be recorded is said before anything is made', async (t) => {
  const folder = await emptyFolder(t);
  const fails = async (args: readonly string[], expected: RegExp, code = 2): Promise<void> => {
    const result = await sonde(['record', ...args, '--dir', folder]);
    assert.equal(result.code, code, result.stderr);
    assert.match(result.stderr, expected);
    assert.ok(!existsSync(join(folder, 'acme')));
  };
  await fails(['--as', 'acme.probe'], /name one: an instrument that runs, --link, or --from/);
  await fails(['--link', 'tcp://127.0.0.1:1', '--as', 'probe'], /'probe' must be vendor\.model/);
  await fails(['--link', 'tcp://127.0.0.1:1', '--as', 'acme.probe'], /127\.0\.0\.1:1/, 4);
  await fails(['--from', '/no/such.log', '--as', 'acme.probe'], /\/no\/such\.log: cannot be read/);
  const both = await sonde(['simulate', '--recording', folder]);
  assert.equal(both.code, 2);
  assert.match(both.stderr, /holds no session/);
});
