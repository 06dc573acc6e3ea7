import type { Clock } from '../kit/clock.ts';
import { ConnectionError, type Issue, ParameterError } from '../kit/errors.ts';
import { DATA_BITS, FLOW_CONTROLS, PARITIES, STOP_BITS } from '../link/link-spec.ts';
import { EthernetDeviceLogger, type PortAgentLauncher, SerialDeviceLogger } from '../port-agent/launcher.ts';
import { LoggerClient } from '../port-agent/logger-client.ts';
import { configObject, hostIssues, portIssues, show, unknownIssues } from './comms-config.ts';
import type { Connection } from './connection.ts';

/** How processes that own an instrument's link are started. */
export interface LaunchOptions {
  /** Their logs go to `<data>/<name>/log`. */
  readonly data: string;
  /** The folder for their run files; `<data>/run` unless given. */
  readonly run?: string;
  /** What starts such a process. */
  readonly command?: readonly string[];
}

/** The process that owns an instrument's link, whether it runs or not, and the way to it. */
export interface DeviceLogger {
  readonly launcher: PortAgentLauncher;
  makeClient(): Promise<Connection>;
}

type Config = Readonly<Record<string, unknown>>;

const SERVER = ['server_addr', 'server_port'];

/** One setting of a serial line: its default, and what it may be. */
const LINE = {
  data_bits: { usual: 8, choices: DATA_BITS },
  parity: { usual: 'none', choices: PARITIES },
  stop_bits: { usual: 1, choices: STOP_BITS },
  flow_control: { usual: 'none', choices: FLOW_CONTROLS },
} as const;

const choiceOf = <T>(choices: readonly T[], value: unknown): T | undefined =>
  choices.find((choice) => choice === value);

/** What makes the process of each method, and what is wrong with its part of the config. */
const METHODS = {
  ethernet: {
    known: ['device_addr', 'device_port'],
    issues: (config: Config): Issue[] => [
      ...hostIssues('device_addr', config.device_addr),
      ...portIssues('device_port', config.device_port),
    ],
    make: (config: Config, options: Started) =>
      new EthernetDeviceLogger({
        ...options,
        deviceAddr: String(config.device_addr),
        devicePort: Number(config.device_port),
      }),
  },
  serial: {
    known: ['device_path', 'baud', ...Object.keys(LINE)],
    issues: (config: Config): Issue[] => [
      ...(typeof config.device_path === 'string' && config.device_path !== ''
        ? []
        : [{ name: 'device_path', message: `${show(config.device_path)} is not a path such as '/dev/ttyUSB0'` }]),
      ...(Number.isInteger(config.baud) && Number(config.baud) > 0
        ? []
        : [{ name: 'baud', message: `${show(config.baud)} is not a rate such as 9600` }]),
      ...Object.entries(LINE).flatMap(([name, { choices }]) =>
        config[name] === undefined || choiceOf<unknown>(choices, config[name]) !== undefined
          ? []
          : [{ name, message: `${show(config[name])} is none of ${choices.join(', ')}` }],
      ),
    ],
    make: (config: Config, options: Started) =>
      new SerialDeviceLogger({
        ...options,
        path: String(config.device_path),
        baud: Number(config.baud),
        dataBits: choiceOf(DATA_BITS, config.data_bits) ?? LINE.data_bits.usual,
        parity: choiceOf(PARITIES, config.parity) ?? LINE.parity.usual,
        stopBits: choiceOf(STOP_BITS, config.stop_bits) ?? LINE.stop_bits.usual,
        flowControl: choiceOf(FLOW_CONTROLS, config.flow_control) ?? LINE.flow_control.usual,
      }),
  },
} as const;

type Started = LaunchOptions & { readonly clock: Clock; readonly listen?: string; readonly ports?: { data: number } };

/** Reads the config of a protocol that owns its connection; all that is wrong is one `ParameterError`. */
export function makeLogger(given: unknown, launch: LaunchOptions | undefined, clock: Clock): DeviceLogger {
  const config = configObject(given, "{ method: 'ethernet' | 'serial', … } of the instrument’s link");
  const { method: name, server_addr, server_port } = config;
  const method = name === 'ethernet' || name === 'serial' ? METHODS[name] : undefined;
  const issues = [
    ...(method
      ? method.issues(config)
      : [{ name: 'method', message: `${show(name)} is neither 'ethernet' nor 'serial'` }]),
    ...(server_addr === undefined ? [] : hostIssues('server_addr', server_addr)),
    ...(server_port === undefined ? [] : portIssues('server_port', server_port)),
    ...(method ? unknownIssues(config, ['method', ...method.known, ...SERVER]) : []),
  ];
  if (method === undefined || issues.length > 0) throw new ParameterError(issues);
  if (launch === undefined) throw new ParameterError('this protocol was not told where logs are kept (launch.data)');
  const host = server_addr === undefined ? undefined : String(server_addr);
  const port = server_port === undefined ? undefined : Number(server_port);
  const listen = host !== undefined && { listen: host };
  const launcher = method.make(config, {
    ...launch,
    clock,
    ...listen,
    ...(port !== undefined && { ports: { data: port } }),
  });
  return { launcher, makeClient: () => clientOf(launcher, host, port, clock) };
}

/** To the process that runs here; else to a port agent of somebody else at the server's address. */
async function clientOf(
  launcher: PortAgentLauncher,
  host: string | undefined,
  port: number | undefined,
  clock: Clock,
): Promise<Connection> {
  const running = await launcher.running();
  if (running) return new LoggerClient(running.listen, running.ports.data, { httpPort: running.ports.http, clock });
  if (port !== undefined) return new LoggerClient(host ?? '127.0.0.1', port, { clock });
  throw new ConnectionError(`no process serves ${launcher.name}: connect starts one`);
}
