import { outsideHandlers } from '../fsm/handling.ts';
import type { Handler } from '../fsm/machine.ts';
import { toBytes } from '../kit/bytes.ts';
import type { Clock } from '../kit/clock.ts';
import { FakeClock } from '../kit/fake-clock.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { CommsConfig } from './comms-config.ts';
import type { Connection, ConnectionHandlers, InstrumentLink } from './connection.ts';
import { InstrumentProtocol, type ProtocolContext } from './instrument-protocol.ts';
import { type DriverOptions, SingleConnectionInstrumentDriver } from './single-connection-driver.ts';

/** A connection in the hand of a test. */
export class ScriptedConnection implements Connection {
  readonly config: CommsConfig;
  state: InstrumentLink = 'connected';
  handlers: ConnectionHandlers | undefined;
  readonly sent: Uint8Array[] = [];
  stops = 0;
  caughtUp: Promise<void> = Promise.resolve();
  /** Hears what is sent. */
  onSend: ((bytes: Uint8Array) => void) | undefined;
  /** Instead of being attached. */
  failure: Error | undefined;
  /** Attaching waits for this. */
  gate: Promise<void> = Promise.resolve();

  constructor(config: CommsConfig) {
    this.config = config;
  }

  async initComms(handlers: ConnectionHandlers): Promise<void> {
    await this.gate;
    if (this.failure !== undefined) throw this.failure;
    this.handlers = handlers;
  }

  async send(bytes: Uint8Array): Promise<void> {
    this.sent.push(bytes);
    this.onSend?.(bytes);
  }

  async sendBreak(): Promise<void> {}

  async stopComms(): Promise<void> {
    this.stops++;
    this.handlers = undefined;
  }

  become(state: InstrumentLink): void {
    this.state = state;
    this.handlers?.onState(state);
  }

  lose(error: Error): void {
    this.handlers?.onLost(error);
  }

  bring(text: string, clock: Clock): void {
    const packet = { type: 'DATA_FROM_INSTRUMENT', time: clock.now(), payload: toBytes(text) } as const;
    this.handlers?.onPackets([{ packet, live: true }]);
  }
}

/** A protocol as a class: it tells what it is asked, and can be made to work until its signal aborts. */
export class EchoProtocol extends InstrumentProtocol {
  readonly heard: string[] = [];

  constructor(context: ProtocolContext) {
    super(context);
    const echo: Handler<string, string> = ({ args }) => ({ result: args });
    const change =
      (next: string): Handler<string, string> =>
      () => ({ next, result: next });
    const endless: Handler<string, string> = ({ signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
    this.useMachine({
      states: ['unknown', 'command', 'autosample', 'direct_access'],
      events: [
        'discover',
        'get',
        'set',
        'acquire_sample',
        'start_autosample',
        'stop_autosample',
        'test',
        'start_direct',
        'execute_direct',
        'stop_direct',
        'deploy',
        'lost',
      ],
      initial: 'unknown',
      preempting: ['lost'],
      internal: ['lost'],
      handlers: {
        unknown: { discover: change('command'), lost: () => {} },
        command: {
          get: echo,
          set: echo,
          deploy: echo,
          acquire_sample: () => ({ result: 'sample' }),
          test: endless,
          start_autosample: change('autosample'),
          start_direct: change('direct_access'),
          lost: change('unknown'),
        },
        autosample: { stop_autosample: change('command'), lost: change('unknown') },
        direct_access: {
          execute_direct: async ({ args, signal }) => {
            if (args instanceof Uint8Array) await this.connection.send(args, signal);
          },
          stop_direct: change('command'),
          lost: change('unknown'),
        },
      },
    });
  }

  override gotData(bytes: Uint8Array): void {
    this.heard.push(Buffer.from(bytes).toString('latin1'));
  }
}

export class EchoDriver extends SingleConnectionInstrumentDriver {
  protected override buildProtocol(context: ProtocolContext): EchoProtocol {
    return new EchoProtocol(context);
  }

  get heard(): readonly string[] {
    return this.protocol instanceof EchoProtocol ? this.protocol.heard : [];
  }
}

export const CONFIG = { addr: '127.0.0.1', port: 4001 };

/** A driver whose connections are scripted, with all that it tells. */
export function scriptedDriver(
  options: Partial<DriverOptions> & { prepare?(connection: ScriptedConnection): void } = {},
) {
  const { prepare, ...rest } = options;
  const clock = new FakeClock();
  const connections: ScriptedConnection[] = [];
  const events: DriverAsyncEvent[] = [];
  const waiting = new Set<() => void>();
  const driver = new EchoDriver(
    (event) => {
      events.push(event);
      for (const look of waiting) look();
    },
    {
      clock,
      reconnect: { first: 100, longest: 100, random: () => 0.5 },
      makeClient(config) {
        const connection = new ScriptedConnection(config);
        connections.push(connection);
        prepare?.(connection);
        return connection;
      },
      ...rest,
    },
  );
  /** Resolves when the driver has told, or tells, that it has come to this state. */
  const reached = (state: string): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (driver.getCurrentState() !== state) return;
        waiting.delete(look);
        outsideHandlers(resolve);
      };
      waiting.add(look);
      look();
    });
  const states = (): string[] => events.flatMap((event) => (event.type === 'state_change' ? [event.state] : []));
  const errors = (): string[] => events.flatMap((event) => (event.type === 'error' ? [event.error.message] : []));
  return { driver, clock, connections, events, states, errors, reached, last: () => connections.at(-1)! };
}
