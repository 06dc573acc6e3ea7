import { Command } from 'commander';
import { isRecord } from '../kit/records.ts';
import type { Job } from '../model/api/job.ts';
import { parseAssignments } from './assignments.ts';
import type { CliContext } from './context.ts';
import { openTerminal, type TerminalOptions } from './direct-terminal.ts';
import { runJob } from './job-run.ts';
import { rounded, show, table, write } from './output.ts';
import { type AskingOptions, findInstrument, jsonOption, serverOption, tokenFileOption } from './remote.ts';
import { untilStopped } from './stopping.ts';

interface SetOptions extends AskingOptions {
  readonly dryRun?: boolean;
}

interface ExecOptions extends AskingOptions {
  readonly confirm?: boolean;
}

type SetAnswer = Readonly<Record<string, { readonly desired: unknown; readonly actual: unknown }>>;
type Preview = Readonly<Record<string, { readonly from: unknown; readonly to: unknown; readonly changes: boolean }>>;

const command = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .argument('<instrument>', 'its id, e.g. ctd_12m')
    .addOption(serverOption())
    .addOption(tokenFileOption());

/** The commands that have a running instrument do something. */
export function instrumentCommands(context: CliContext): Command[] {
  const { stdout } = context;

  const get = command('get', 'show parameters of a running instrument')
    .argument('[parameters...]', 'which; all where none is named')
    .addOption(jsonOption('as one JSON object'))
    .action((id: string, names: string[], options: AskingOptions) =>
      untilStopped(async (signal) => {
        const instrument = await findInstrument(id, 'get', options, signal);
        const query = names.length > 0 ? `?${new URLSearchParams({ names: names.join(',') })}` : '';
        const values = await instrument.ask<Record<string, unknown>>(`/parameters${query}`, { signal });
        const rows = Object.entries(values).map(([name, value]) => [name, show(value)]);
        await write(stdout, options.json ? `${JSON.stringify(values)}\n` : table(rows));
      }),
    );

  const set = command('set', 'change parameters of a running instrument: all are checked before anything is sent')
    .argument('<assignments...>', 'NAME=VALUE …')
    .option('--dry-run', 'say what would change, and send nothing')
    .addOption(jsonOption('as one JSON object'))
    .action((id: string, assignments: string[], { dryRun, ...options }: SetOptions) => {
      const values = parseAssignments(assignments);
      return untilStopped(async (signal) => {
        const instrument = await findInstrument(id, 'set', options, signal);
        const body = { values, ...(dryRun && { dry_run: true }) };
        const answer = await instrument.ask<SetAnswer & Preview>('/parameters', { method: 'PATCH', body, signal });
        const rows = dryRun ? previewRows(answer) : outcomeRows(answer);
        await write(stdout, options.json ? `${JSON.stringify(answer)}\n` : table(rows));
      });
    });

  const exec = command('exec', 'have a running instrument carry out a command; Ctrl-C breaks it off')
    .argument('<command>', 'e.g. acquire_sample')
    .argument('[arguments...]', 'NAME=VALUE …')
    .option('--confirm', 'yes, a dangerous one too')
    .addOption(jsonOption('the result as JSON'))
    .action((id: string, name: string, args: string[], { confirm = false, ...options }: ExecOptions) => {
      const body = { args: parseAssignments(args), confirm };
      return untilStopped(async (signal) => {
        const instrument = await findInstrument(id, 'exec', options, signal);
        const job = await runJob(context, instrument, `/commands/${encodeURIComponent(name)}`, body, signal);
        await write(stdout, resultText(job, options.json));
      });
    });

  const discover = command('discover', 'find out what a running instrument is doing')
    .addOption(jsonOption('as JSON'))
    .action((id: string, options: AskingOptions) =>
      untilStopped(async (signal) => {
        const instrument = await findInstrument(id, 'discover', options, signal);
        const { result } = await runJob(context, instrument, '/discover', {}, signal);
        await write(stdout, `${options.json ? JSON.stringify({ state: result }) : show(result)}\n`);
      }),
    );

  const direct = command(
    'direct',
    'a raw terminal to a running instrument; Ctrl-] ends it, and its parameters are brought back',
  )
    .option('--newline <text>', 'what Enter sends', '\\r\\n')
    .option('--link <name>', 'over which of its links, where it has several; the first unless given')
    .action((id: string, options: TerminalOptions) => openTerminal(context, id, options));

  return [get, set, exec, discover, direct];
}

const outcomeRows = (answer: SetAnswer): string[][] =>
  Object.entries(answer).map(([name, { desired, actual }]) => [name, show(actual), `(asked for ${show(desired)})`]);

const previewRows = (answer: Preview): string[][] =>
  Object.entries(answer).map(([name, { from, to, changes }]) => [
    name,
    changes ? `${show(from)} → ${show(to)}` : `${show(from)}, as it is`,
  ]);

function resultText({ result = null }: Job, json: boolean | undefined): string {
  if (json) return `${JSON.stringify(result)}\n`;
  if (result === null || result === '') return 'done\n';
  // A sample that was asked for.
  const values = isRecord(result) && result.values;
  return isRecord(values) ? table(Object.entries(values).map(valueRow)) : `${show(result)}\n`;
}

const valueRow = ([name, value]: [string, unknown]): string[] => [name, show(rounded(value))];
