import { type CommandTarget, LONGEST_COMMAND, runCommand } from './commands.ts';
import { lineSplitter } from './line-splitter.ts';
import { type ListenOptions, TcpPort } from './tcp-port.ts';

/** One command a line; each is answered on its own connection, in order. */
export const openCommandPort = (options: ListenOptions, target: CommandTarget): Promise<TcpPort> =>
  TcpPort.open({
    ...options,
    what: 'command',
    onClient: (client) => {
      const split = lineSplitter(LONGEST_COMMAND);
      return async (bytes) => {
        for (const line of split(bytes)) await runCommand(target, client, line);
      };
    },
  });
