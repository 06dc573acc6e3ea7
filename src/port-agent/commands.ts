import { describeError, StateError } from '../kit/errors.ts';
import { BREAK_LENGTHS, readBreakLength } from './break-length.ts';
import type { DeviceState } from './forgiveness.ts';
import type { Line } from './line-splitter.ts';
import type { Client } from './tcp-port.ts';

/** What the commands of the command port can ask of the port agent. */
export interface CommandTarget {
  readonly version: string;
  state(): DeviceState;
  config(): Promise<object>;
  sendBreak(ms: number): Promise<void>;
  /** Why a break may not be sent now. */
  refusal(): string | undefined;
  shutdown(): void;
  /** Sends a packet to the data port's clients at an address. */
  announce(type: 'PORT_AGENT_STATUS' | 'PORT_AGENT_CONFIG', text: string, address: string): void;
  /** Notes it in the log. */
  note(type: 'PORT_AGENT_COMMAND' | 'PORT_AGENT_FAULT', text: string): void;
}

interface Command {
  readonly help: string;
  /** What is answered on the connection that asked, to the byte. A thrown error is a fault. */
  run(target: CommandTarget, client: Client, words: readonly string[]): Promise<string> | string;
}

/**
 * The original's three answers come without a line end, on this connection as text, and where the original's client awaits them,
 * also as packets on the data port; there the version would be taken for a configuration, so it is only told here.
 */
const COMMANDS: Readonly<Record<string, Command>> = {
  get_state: {
    help: 'CONNECTED or DISCONNECTED: whether the device is reached',
    run(target, client) {
      const state = target.state();
      target.announce('PORT_AGENT_STATUS', state, client.address);
      return state;
    },
  },
  get_config: {
    help: 'the configuration as JSON',
    async run(target, client) {
      const config = JSON.stringify(await target.config());
      target.announce('PORT_AGENT_CONFIG', config, client.address);
      return config;
    },
  },
  get_version: { help: 'the version', run: ({ version }) => version },
  ping: { help: 'pong, with the version', run: ({ version }) => `pong. version: ${version}\n` },
  break: {
    help: `break [ms]: a break on the line, ${BREAK_LENGTHS}`,
    async run(target, _client, [length]) {
      const ms = readBreakLength(length);
      const refusal = target.refusal();
      if (refusal !== undefined) throw new StateError('break', refusal, []);
      await target.sendBreak(ms);
      return `break ${ms}\n`;
    },
  },
  help: {
    help: 'this list',
    run: () =>
      Object.entries(COMMANDS)
        .map(([name, { help }]) => `${name.padEnd(12)}${help}\n`)
        .join(''),
  },
  shutdown: {
    help: 'ends the port agent of this instrument',
    run(target) {
      target.shutdown();
      return 'shutting down\n';
    },
  },
};

export const LONGEST_COMMAND = 256;

/** Carries out one line from the command port and answers it on its own connection. What is wrong with it is told there and logged. */
export async function runCommand(target: CommandTarget, client: Client, line: Line): Promise<void> {
  try {
    if ('tooLong' in line)
      throw new RangeError(`a command of ${line.tooLong} bytes; at most ${LONGEST_COMMAND} are taken`);
    target.note('PORT_AGENT_COMMAND', line.text);
    const [name = '', ...words] = line.text.trim().split(/\s+/);
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined)
      throw new RangeError(`unknown command '${name}'; there are ${Object.keys(COMMANDS).join(', ')}`);
    client.send(await command.run(target, client, words));
  } catch (error) {
    const fault = `${client.name}: ${describeError(error)}`;
    target.note('PORT_AGENT_FAULT', fault);
    client.send(`fault: ${describeError(error)}\n`);
  }
}
