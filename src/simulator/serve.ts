import type { Instrument } from '../definition/instrument.ts';
import { systemClock } from '../kit/clock.ts';
import { ConfigError } from '../kit/errors.ts';
import { openLink } from '../link/open-link.ts';
import { Clients } from './clients.ts';
import { listenForBreaks } from './control-port.ts';
import type { Fault } from './fault.ts';
import { InstrumentSimulator, type SimulatorOptions } from './instrument-simulator.ts';

/** Where the simulator is met: a TCP port (0 takes a free one) or a serial device, and how it misbehaves from the beginning. */
export interface ServeOptions extends SimulatorOptions {
  readonly tcp?: number;
  /** Beside `tcp`, another TCP port, at which a line break can be asked for: `break <milliseconds>`. 0 takes a free one. */
  readonly control?: number;
  /** `127.0.0.1` where nothing is said. */
  readonly host?: string;
  /** The path of a serial device. */
  readonly serial?: string;
  /** 9600 where nothing is said. */
  readonly baud?: number;
  readonly faults?: readonly Fault[];
}

export interface ServedSimulator extends AsyncDisposable {
  readonly simulator: InstrumentSimulator;
  /** Where nobody chose it, the TCP port that was free. */
  readonly port?: number;
  readonly control?: number;
  /** The serial device. */
  readonly path?: string;
  /** Pulls the cable; clients may connect again at once. */
  dropClients(): void;
  close(): Promise<void>;
}

interface Wire {
  readonly port?: number;
  readonly control?: number;
  readonly path?: string;
  send(bytes: Uint8Array): void;
  drop(): void;
  close(): Promise<void>;
}

type Receive = Pick<InstrumentSimulator, 'receive' | 'receiveBreak'>;

async function listen(port: number, host: string, control: number | undefined, to: Receive): Promise<Wire> {
  const clients = await Clients.listen({ host, port, onBytes: (bytes) => to.receive(bytes) });
  const breaks =
    control === undefined
      ? undefined
      : await listenForBreaks({ host, port: control }, (ms) => to.receiveBreak(ms)).catch(async (error: unknown) => {
          await clients.close();
          throw error;
        });
  return {
    port: clients.port,
    ...(breaks && { control: breaks.port }),
    send: (bytes) => clients.send(bytes),
    drop: () => clients.drop(),
    async close() {
      await clients.close();
      await breaks?.close();
    },
  };
}

async function openSerial(
  path: string,
  { baud = 9600, clock = systemClock }: ServeOptions,
  to: Receive,
): Promise<Wire> {
  const settings = { dataBits: 8, parity: 'none', stopBits: 1, flowControl: 'none' } as const;
  const link = await openLink({ type: 'serial', path, baud, ...settings }, { clock });
  const reading = (async () => {
    for await (const { bytes } of link.chunks) to.receive(bytes);
  })();
  return {
    path,
    // When nobody takes the bytes, or the device is gone, they are lost as they would be on a wire.
    send: (bytes) => void link.write(bytes).catch(() => {}),
    drop: () => {},
    async close() {
      await link.close();
      await reading;
    },
  };
}

async function openWire(options: ServeOptions, to: Receive): Promise<Wire> {
  const { tcp, host = '127.0.0.1', serial, control } = options;
  if (serial !== undefined && control !== undefined)
    throw new ConfigError('a serial device has no control port: a break is heard on the line itself');
  if (serial !== undefined && tcp === undefined) return openSerial(serial, options, to);
  if (serial === undefined && tcp !== undefined) return listen(tcp, host, control, to);
  throw new ConfigError('a simulator is served either on a TCP port (tcp) or on a serial device (serial)');
}

/**
 * Puts a simulator on a wire. One that is given is left running when the wire is closed.
 * @throws ConnectionError when the port or device cannot be had.
 */
export async function serveSimulator(
  what: Instrument | InstrumentSimulator,
  options: ServeOptions,
): Promise<ServedSimulator> {
  const given = what instanceof InstrumentSimulator;
  const simulator = given ? what : new InstrumentSimulator(what, options);
  const wire = await openWire(options, simulator).catch((error: unknown) => {
    if (!given) simulator.close();
    throw error;
  });
  const silence = simulator.onSend((bytes) => wire.send(bytes));
  const ignoreHangUps = simulator.onHangUp(() => wire.drop());
  simulator.setFault(...(options.faults ?? []));
  const close = async (): Promise<void> => {
    silence();
    ignoreHangUps();
    if (!given) simulator.close();
    await wire.close();
  };
  return {
    simulator,
    ...(wire.port !== undefined && { port: wire.port }),
    ...(wire.control !== undefined && { control: wire.control }),
    ...(wire.path !== undefined && { path: wire.path }),
    dropClients: () => wire.drop(),
    close,
    [Symbol.asyncDispose]: close,
  };
}
