import { Command } from 'commander';
import { z } from 'zod';
import { findInstrument, type RemoteInstrument, runningInstruments } from '../control/control-client.ts';
import { ConfigError, ConnectionError } from '../kit/errors.ts';
import type { CliContext } from './context.ts';
import { table, write } from './output.ts';
import { untilStopped } from './stopping.ts';

const answer = z.object({ reloaded: z.boolean() });

/** `sonde reload`: definitions of running instruments, read anew. */
export function reloadCommand({ stdout }: CliContext): Command {
  return new Command('reload')
    .description('read the definition of a running instrument anew; its connection stays as it is')
    .argument('[instrument]', 'its id; all whose definitions came from outside where none is named')
    .action(async (id: string | undefined) => {
      const instruments = id === undefined ? await runningInstruments() : [await findInstrument(id)];
      if (instruments.length === 0) throw new ConnectionError('nothing is running');
      const rows = await untilStopped(async (signal) => {
        const all: string[][] = [];
        for (const instrument of instruments) all.push([instrument.status.id, await reload(instrument, signal)]);
        return all;
      });
      const [, outcome] = rows[0] ?? [];
      if (id !== undefined && outcome === UNCHANGING) throw new ConfigError([{ name: id, message: UNCHANGING }]);
      await write(stdout, table(rows));
    });
}

const UNCHANGING = 'its definition is a part of Sonde, and cannot change while it runs';

async function reload(instrument: RemoteInstrument, signal: AbortSignal): Promise<string> {
  const { reloaded } = answer.parse(await instrument.ask('reload', {}, signal));
  return reloaded ? `${instrument.status.kind} was read anew` : UNCHANGING;
}
