import { Command } from 'commander';
import { runningPrograms } from '../client/programs.ts';
import type { InstrumentOverview } from '../model/api/instrument.ts';
import type { CliContext } from './context.ts';
import { write } from './output.ts';
import { type AskingOptions, findInstrument, jsonOption, serverOption, tokenFileOption } from './remote.ts';
import { overviewText, statusTable, terminalOf } from './status-text.ts';
import { untilStopped } from './stopping.ts';

/** `sonde status`: how instruments stand. */
export function statusCommand({ stdout }: CliContext): Command {
  return new Command('status')
    .description('how running instruments stand, or all about one of them')
    .argument('[instrument]', 'its id; a line for each where none is named')
    .addOption(serverOption())
    .addOption(tokenFileOption())
    .addOption(jsonOption('as JSON'))
    .action((id: string | undefined, options: AskingOptions) =>
      untilStopped(async (signal) => {
        if (id === undefined) {
          const programs = await runningPrograms('sonde status', options, signal);
          const all = programs.flatMap(({ instruments, now }) => instruments.map((summary) => ({ summary, now })));
          const plain = all.map(({ summary }) => summary);
          await write(stdout, options.json ? `${JSON.stringify(plain)}\n` : statusTable(all, terminalOf(stdout)));
        } else {
          const instrument = await findInstrument(id, 'status', options, signal);
          const one = await instrument.ask<InstrumentOverview>('', { signal });
          await write(
            stdout,
            options.json ? `${JSON.stringify(one)}\n` : overviewText(one, instrument.now, terminalOf(stdout)),
          );
        }
      }),
    );
}
