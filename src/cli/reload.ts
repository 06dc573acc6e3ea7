import { Command } from 'commander';
import { runningPrograms } from '../client/programs.ts';
import { ConfigError } from '../kit/errors.ts';
import type { CliContext } from './context.ts';
import { table, write } from './output.ts';
import { type AskingOptions, findInstrument, type RemoteInstrument, serverOption, tokenFileOption } from './remote.ts';
import { untilStopped } from './stopping.ts';

/** `sonde reload`: definitions of running instruments, read anew. */
export function reloadCommand({ stdout }: CliContext): Command {
  return new Command('reload')
    .description('read the definition of a running instrument anew; its connection stays as it is')
    .argument('[instrument]', 'its id; all whose definitions came from outside where none is named')
    .addOption(serverOption())
    .addOption(tokenFileOption())
    .action((id: string | undefined, options: AskingOptions) =>
      untilStopped(async (signal) => {
        const find = (one: string): Promise<RemoteInstrument> => findInstrument(one, 'reload', options, signal);
        const programs = id === undefined ? await runningPrograms('sonde reload', options, signal) : [];
        const ids = id === undefined ? programs.flatMap(({ instruments }) => instruments.map((one) => one.id)) : [id];
        const rows: string[][] = [];
        for (const one of ids) rows.push([one, await reload(await find(one), signal)]);
        const [, outcome] = rows[0] ?? [];
        if (id !== undefined && outcome === UNCHANGING) throw new ConfigError([{ name: id, message: UNCHANGING }]);
        await write(stdout, table(rows));
      }),
    );
}

const UNCHANGING = 'its definition is a part of Sonde, and cannot change while it runs';

async function reload({ ask, summary }: RemoteInstrument, signal: AbortSignal): Promise<string> {
  const { reloaded } = await ask<{ readonly reloaded: boolean }>('/reload', { method: 'POST', signal });
  return reloaded ? `${summary.kind} was read anew` : UNCHANGING;
}
