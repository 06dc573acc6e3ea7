import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { folders } from '../../src/agent/folders.ts';
import { readLog } from '../../src/packet/log-reader.ts';
import { runningPortAgent } from '../../src/port-agent/run-file.ts';
import { demandPattern } from './pattern.ts';

const SONDE = fileURLToPath(new URL('../../bin/sonde.js', import.meta.url));
const PEERS = new URL('../peers/', import.meta.url);
const NAME = 'device';

/** What runs between a device and its clients, once it listens. */
export interface Middle {
  readonly child: ChildProcess;
  /** For clients. */
  readonly port: number;
}

/** A kind of program that hands on what a device sends to its clients, and keeps it. */
export interface MiddleKind {
  readonly name: string;
  /** Its clients get packets. */
  readonly framed: boolean;
  /** Starts it, all its files in `dir`; `before` is a command that runs it. */
  start(devicePort: number, dir: string, before: readonly string[]): Promise<Middle>;
  /** What it kept of the device's bytes, when it has ended. */
  kept(dir: string): AsyncIterable<Uint8Array>;
}

function run([command = '', ...args]: readonly string[], tells: 'stdout' | 'stderr' | 'nothing'): ChildProcess {
  const [stdout, stderr] = [tells === 'stdout' ? 'pipe' : 'ignore', tells === 'stderr' ? 'pipe' : 'inherit'] as const;
  return spawn(command, args, { stdio: ['ignore', stdout, stderr], env: { ...process.env, SONDE_LOG: 'error' } });
}

/** The port in the first line that has one. */
async function toldPort({ stdout, stderr }: ChildProcess, line: RegExp): Promise<number> {
  let text = '';
  for await (const chunk of stdout ?? stderr ?? []) {
    text += String(chunk);
    const [, port] = line.exec(text) ?? [];
    if (port !== undefined) return Number(port);
  }
  throw new Error(`no port told: ${text}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

async function* dumped(dir: string): AsyncGenerator<Uint8Array> {
  const { createReadStream } = await import('node:fs');
  yield* createReadStream(join(dir, 'dump'), { highWaterMark: 1 << 20 });
}

const sonde: MiddleKind = {
  name: 'Sonde',
  framed: true,
  async start(devicePort, dir, before) {
    const args = ['port-agent', 'tcp', '127.0.0.1', String(devicePort), '--name', NAME, '--data', dir];
    const child = run([...before, process.execPath, SONDE, ...args], 'nothing');
    for (;;) {
      const running = await runningPortAgent(folders(dir, NAME).run, NAME);
      if (running !== undefined) return { child, port: running.ports.data };
      if (child.exitCode !== null) throw new Error('the port agent did not start');
      await setTimeout(20);
    }
  },
  async *kept(dir) {
    for await (const batch of readLog(folders(dir, NAME).log))
      for (const { packet } of batch) if (packet.type === 'DATA_FROM_INSTRUMENT') yield packet.payload;
  },
};

const nodeRelay = (name: string, module: string): MiddleKind => ({
  name,
  framed: false,
  async start(devicePort, dir, before) {
    const path = fileURLToPath(new URL(module, PEERS));
    const child = run([...before, process.execPath, path, String(devicePort), join(dir, 'dump')], 'stdout');
    return { child, port: await toldPort(child, /(\d+)\n/) };
  },
  kept: dumped,
});

const relay = nodeRelay('bare Node relay', 'relay.ts');
const relayLogFirst = nodeRelay('bare relay, log first', 'relay-log-first.ts');

const socat: MiddleKind = {
  name: 'socat',
  framed: false,
  async start(devicePort, dir, before) {
    const args = ['-d', '-d', '-b', '65536', '-R', join(dir, 'dump'), '-r', join(dir, 'dump-to-device')];
    const ends = ['TCP-LISTEN:0,bind=127.0.0.1,nodelay', `TCP:127.0.0.1:${devicePort},nodelay`];
    const child = run([...before, 'socat', ...args, ...ends], 'stderr');
    const port = await toldPort(child, /listening on AF=2 127\.0\.0\.1:(\d+)/);
    child.stderr?.resume();
    return { child, port };
  },
  kept: dumped,
};

const ser2net: MiddleKind = {
  name: 'ser2net',
  framed: false,
  async start(devicePort, dir, before) {
    const port = await freePort();
    const config = join(dir, 'ser2net.yaml');
    const options = {
      'max-connections': 100,
      chardelay: false,
      'dev-to-net-bufsize': 65_536,
      'net-to-dev-bufsize': 65_536,
      'trace-read': join(dir, 'dump'),
      'trace-write': join(dir, 'dump-to-device'),
    };
    const lines = [
      'connection: &device',
      `  accepter: tcp(nodelay=true),127.0.0.1,${port}`,
      `  connector: tcp(nodelay=true),127.0.0.1,${devicePort}`,
      '  options:',
      ...Object.entries(options).map(([option, value]) => `    ${option}: ${value}`),
    ];
    await writeFile(config, `${lines.join('\n')}\n`);
    const child = run([...before, 'ser2net', '-n', '-c', config, '-P', join(dir, 'pid')], 'stderr');
    await listening(child, port);
    return { child, port };
  },
  kept: dumped,
};

/** It does not say when it listens. What it says otherwise, such as that there is no mdns, matters only where it ends. */
async function listening(child: ChildProcess, port: number): Promise<void> {
  let said = '';
  child.stderr?.on('data', (text) => {
    said += text;
  });
  const { readFile } = await import('node:fs/promises');
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} 00000000:0000 0A`;
  while (!(await readFile('/proc/net/tcp', 'utf8')).includes(local)) {
    if (child.exitCode !== null) throw new Error(`ser2net did not start: ${said}`);
    await setTimeout(20);
  }
}

export const MIDDLES = { sonde, relay, relayLogFirst, socat, ser2net } as const;

/** Ends it; what it holds is in its files then. */
export async function stop({ child }: Middle): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Rejects unless the `bytes` that the device sent are all in its files. */
export async function demandKept(kind: MiddleKind, dir: string, bytes: number): Promise<void> {
  let at = 0;
  for await (const piece of kind.kept(dir)) {
    demandPattern(piece, at);
    at += piece.length;
  }
  if (at !== bytes) throw new Error(`${kind.name} kept ${at} of ${bytes} bytes: ${await readdir(dir)}`);
}
