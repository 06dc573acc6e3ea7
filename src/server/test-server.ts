import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAccess } from '../access/access.ts';
import { startLocks } from '../access/locks.ts';
import { Fleet } from '../agent/fleet.ts';
import type { Bus } from '../bus/bus.ts';
import { localBus } from '../bus/local-bus.ts';
import type { Config, InstrumentConfig } from '../config/schema.ts';
import type { Instrument } from '../definition/instrument.ts';
import { loadInstrument } from '../instruments/find-instrument.ts';
import { type Clock, systemClock } from '../kit/clock.ts';
import { type Logger, silentLogger } from '../kit/logger.ts';
import { serveSimulator } from '../simulator/serve.ts';
import { openStateDatabase } from '../store/state-database.ts';
import type { Limits } from './limits.ts';
import { type Server, startServer } from './start-server.ts';

export interface TestServerOptions {
  /** Simulated instruments by id: a kind, or a definition of the test's own. None where nothing is said. */
  readonly instruments?: Readonly<Record<string, string | Instrument>>;
  /** What their configurations say besides their links. */
  readonly more?: Readonly<Record<string, Partial<InstrumentConfig>>>;
  readonly server?: Config['server'];
  readonly limits?: Partial<Limits>;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly page?: string;
  /** Others than those at this machine reach it: it has an admin at once. */
  readonly isOpen?: boolean;
  readonly outputs?: Config['outputs'];
  /** Without instruments: who offers services on the bus is the test itself. */
  readonly bus?: Bus;
}

/** A server on a port of its own, with simulated instruments, in a folder of its own. Every reply is held against its schema. */
export async function testServer(options: TestServerOptions = {}) {
  const { clock = systemClock, logger = silentLogger, bus = localBus(), instruments = {} } = options;
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'sonde-server-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const data = join(folder, 'data');
  const database = await openStateDatabase(data);
  stack.defer(() => database.close());
  const config: Config = {
    data,
    outputs: options.outputs ?? { parquet: false },
    server: options.server ?? { listen: '127.0.0.1:0' },
    instruments: {},
  };
  const own = new Map<string, Instrument>();
  for (const [id, what] of Object.entries(instruments)) {
    const definition = typeof what === 'string' ? await loadInstrument(what) : what;
    own.set(definition.kind, definition);
    const { port } = stack.use(await serveSimulator(definition, { tcp: 0 }));
    config.instruments[id] = { kind: definition.kind, link: `tcp://127.0.0.1:${port}`, ...options.more?.[id] };
  }
  const load = async (kind: string): Promise<Instrument> => own.get(kind) ?? loadInstrument(kind);
  const fleet = await Fleet.start({ config, clock, logger, bus, database, loadInstrument: load });
  stack.defer(() => fleet.stopPortAgents());
  stack.use(startLocks({ bus, database, clock, logger }));
  const access = await openAccess({ database, bus, clock, logger, isOpen: options.isOpen ?? false });
  const socket = join(folder, 'own.sock');
  const { page, limits } = options;
  const server: Server = stack.use(
    await startServer({ bus, access, clock, logger, config, page, limits, socket, checkReplies: true }),
  );
  const owned = stack.move();
  const origin = server.addresses[0] ?? '';
  return {
    origin,
    socket,
    server,
    fleet,
    bus,
    access,
    database,
    config,
    /** A request below `/api/v1`; a body is sent as JSON. */
    async ask(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) {
      const response = await fetch(`${origin}/api/v1${path}`, {
        method,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        body: body === undefined ? null : JSON.stringify(body),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        text,
        json: text === '' ? undefined : JSON.parse(text),
      };
    },
    [Symbol.asyncDispose]: () => owned[Symbol.asyncDispose](),
  };
}
