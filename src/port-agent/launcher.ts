import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { getCompileCacheDir } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { abortable, withDeadline } from '../kit/abort.ts';
import { type Clock, sleep, systemClock } from '../kit/clock.ts';
import { ConnectionError, describeError, StateError } from '../kit/errors.ts';
import { makeFolder } from '../kit/files.ts';
import type { LinkSpec } from '../link/link-spec.ts';
import { connectSocket } from '../link/socket.ts';
import { exchangeJson } from './http-client.ts';
import { type ProcessOptions, toArguments } from './process-arguments.ts';
import { isRunning } from './process-identity.ts';
import { type RunFile, runningPortAgent, runningPortAgents } from './run-file.ts';

export interface LauncherOptions extends Omit<ProcessOptions, 'run'> {
  /** The folder for the run file and what the process prints; `<data>/run` unless given. */
  readonly run?: string;
  /** What starts the process: its arguments are appended, see `fromArguments`. A process of its own kind unless given. */
  readonly command?: readonly string[];
  readonly clock?: Clock;
  /** How long it may take to start, in ms. */
  readonly timeout?: number;
  /** How long it may take to end before it is killed, in ms. */
  readonly grace?: number;
}

const standalone = (): readonly string[] => {
  const file = import.meta.url.endsWith('.ts') ? './standalone.ts' : './standalone.js';
  return [process.execPath, '--disable-warning=ExperimentalWarning', fileURLToPath(new URL(file, import.meta.url))];
};

/** Where this process keeps what it has compiled, the other finds it: else it would compile for longer than all the rest of its start takes. */
function sharedCache(): { readonly NODE_COMPILE_CACHE?: string } {
  // The folder of this version of Node, which stands in the one that is shared.
  const own = getCompileCacheDir();
  return own === undefined ? {} : { NODE_COMPILE_CACHE: dirname(own) };
}

const POLL_MS = 25;
const LAST_WORDS = 2000;
/** What earlier processes printed is kept up to this many bytes. */
const MOST_OUTPUT = 1 << 20;

/** Starts and stops the process of one port agent, which outlives the one that starts it. */
export class PortAgentLauncher {
  readonly #options: Required<Pick<LauncherOptions, 'run' | 'command' | 'clock' | 'timeout' | 'grace'>> &
    LauncherOptions;

  constructor(options: LauncherOptions) {
    const run = options.run ?? join(options.data, 'run');
    const defaults = { command: standalone(), clock: systemClock, timeout: 15_000, grace: 5000 };
    this.#options = { ...defaults, ...options, run };
  }

  get name(): string {
    return this.#options.name;
  }

  /** What the running port agent says about itself: its pid, its ports; undefined when none runs. */
  running(): Promise<RunFile | undefined> {
    return runningPortAgent(this.#options.run, this.#options.name);
  }

  async getPid(): Promise<number | undefined> {
    return (await this.running())?.pid;
  }

  /**
   * Starts the process and resolves when it answers. `StateError` when one runs already; `ConnectionError` with its last words
   * when it ends early or does not answer in time. `onBegun` is told once the process is there, and only its answer awaited.
   */
  async launchProcess(signal?: AbortSignal, onBegun: () => void = () => {}): Promise<RunFile> {
    const { name, run, clock, timeout } = this.#options;
    const present = await this.running();
    if (present !== undefined) {
      throw new StateError(`launch port agent ${name}`, `running as process ${present.pid}`, ['attach', 'stop']);
    }
    const output = join(run, `${name}.log`);
    await makeFolder(dirname(output));
    const said = await sizeOf(output);
    const ended = new AbortController();
    const child = await this.#spawn(output, (error) => ended.abort(error));
    onBegun();
    try {
      const outer = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
      return await withDeadline(clock, timeout, `port agent ${name} to answer`, outer, (late) => this.#answer(late));
    } catch (cause) {
      child.kill();
      if (signal?.aborted) throw signal.reason;
      throw new ConnectionError(
        `port agent ${name} did not start: ${describeError(cause)}${await lastWords(output, said)}`,
        {
          cause,
        },
      );
    } finally {
      child.unref();
    }
  }

  async #spawn(output: string, failed: (error: Error) => void): Promise<ChildProcess> {
    const [program, ...args] = [...this.#options.command, ...toArguments(this.#options)];
    const file = await open(output, 'a', 0o600);
    try {
      if ((await file.stat()).size > MOST_OUTPUT) await file.truncate();
      const child = spawn(program!, args, {
        detached: true,
        stdio: ['ignore', file.fd, file.fd],
        env: { ...process.env, ...sharedCache() },
      });
      child.once('error', failed);
      child.once('exit', (code, killer) => failed(new Error(`it ended with ${killer ?? `exit code ${code}`}`)));
      return child;
    } finally {
      await file.close();
    }
  }

  async #answer(signal: AbortSignal): Promise<RunFile> {
    for (;;) {
      const file = await this.running();
      if (file !== undefined) {
        await exchangeJson({ host: file.listen, signal }, file.ports.http, 'GET', '/status');
        return file;
      }
      await sleep(this.#options.clock, POLL_MS, signal);
    }
  }

  /**
   * Ends the port agent, and its process: asks it, then kills it. Resolves when it is gone; does nothing when none runs. A process
   * that serves other instruments too is left to them, and never killed: `ConnectionError` when it does not let go of this one.
   */
  async stop(): Promise<void> {
    const { clock, grace, run } = this.#options;
    const file = await this.running();
    if (file === undefined) return;
    const others = (await runningPortAgents(run)).filter(({ name, pid }) => pid === file.pid && name !== file.name);
    if (others.length > 0) return this.#shutDown(file, others);
    const gone = async (signal?: AbortSignal): Promise<void> => {
      while (await isRunning(file.pid, file.identity)) await sleep(clock, POLL_MS, signal);
    };
    kill(file.pid, 'SIGTERM');
    try {
      await withDeadline(clock, grace, `process ${file.pid} to end`, undefined, (late) => abortable(gone(late), late));
    } catch {
      if (await isRunning(file.pid, file.identity)) kill(file.pid, 'SIGKILL');
      await gone();
    }
  }

  async #shutDown(file: RunFile, others: readonly RunFile[]): Promise<void> {
    const { name, clock, grace } = this.#options;
    const serves = async (): Promise<boolean> => (await this.running())?.startedAt === file.startedAt;
    try {
      await withDeadline(clock, grace, `port agent ${name} to end`, undefined, async (late) => {
        const socket = await connectSocket(
          `command port ${file.ports.command}`,
          file.listen,
          file.ports.command,
          clock,
          late,
        );
        late.addEventListener('abort', () => socket.destroy(), { once: true });
        socket.resume().end('shutdown\n');
        while (await serves()) await sleep(clock, POLL_MS, late);
      });
    } catch (cause) {
      const rest = others.map((other) => other.name).join(', ');
      throw new ConnectionError(
        `port agent ${name} did not end: ${describeError(cause)}; process ${file.pid} serves ${rest} too and was left alone`,
        { cause },
      );
    }
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

const sizeOf = async (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** What a process printed last, after the first `from` bytes of the file, for a message about why it ended. */
async function lastWords(path: string, from: number): Promise<string> {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  const text = bytes
    .subarray(from <= bytes.length ? from : 0)
    .toString()
    .trim();
  return text === '' ? '' : `; it said:\n${text.slice(-LAST_WORDS)}`;
}

type DeviceLoggerOptions = Omit<LauncherOptions, 'name' | 'link'> & { readonly name?: string };

/** A name for files, from what the device is reached by. */
const nameOf = (...parts: readonly (string | number)[]): string =>
  parts
    .join('_')
    .replace(/[^\w.-]+/g, '_')
    .replace(/^[^A-Za-z0-9]+/, '');

/** The port agent of a device behind a TCP port. */
export class EthernetDeviceLogger extends PortAgentLauncher {
  constructor(options: DeviceLoggerOptions & { readonly deviceAddr: string; readonly devicePort: number }) {
    const { deviceAddr: host, devicePort: port, name = nameOf(host, port), ...rest } = options;
    super({ ...rest, name, link: { type: 'tcp', host, port } });
  }
}

/** The port agent of a device at a serial port. */
export class SerialDeviceLogger extends PortAgentLauncher {
  constructor(options: DeviceLoggerOptions & Omit<Extract<LinkSpec, { type: 'serial' }>, 'type'>) {
    const { path, name = nameOf(path), baud, dataBits, parity, stopBits, flowControl, ...rest } = options;
    super({ ...rest, name, link: { type: 'serial', path, baud, dataBits, parity, stopBits, flowControl } });
  }
}
