import { Command, Option } from 'commander';
import { runningPrograms } from '../client/programs.ts';
import { sendForJson } from '../client/send.ts';
import { type HeldLock, LOCK_SECONDS, type Lock } from '../model/api/lock.ts';
import { lasting } from './arguments.ts';
import type { CliContext } from './context.ts';
import { table, write } from './output.ts';
import { type AskingOptions, findInstrument, jsonOption, serverOption, tokenFileOption } from './remote.ts';
import { ago } from './status-text.ts';
import { untilStopped } from './stopping.ts';

interface TakeOptions extends AskingOptions {
  readonly reason: string;
  readonly for: number;
  readonly takeOver?: boolean;
}

const LEASE = lasting(LOCK_SECONDS.least * 1000, LOCK_SECONDS.most * 1000);

const own = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .argument('<instrument>', 'its id')
    .addOption(serverOption())
    .addOption(tokenFileOption());

/** `sonde lock`: who holds which instrument, and holding one. */
export function lockCommand({ stdout }: CliContext): Command {
  const list = new Command('list')
    .description('who holds which instrument')
    .addOption(serverOption())
    .addOption(tokenFileOption())
    .addOption(jsonOption('as JSON'))
    .action((options: AskingOptions) =>
      untilStopped(async (signal) => {
        const programs = await runningPrograms('sonde lock', options, signal);
        const each = programs.map(async ({ place, now }) =>
          (await sendForJson<readonly Lock[]>(place, '/locks', { signal })).map((lock) => ({ lock, now })),
        );
        const all = (await Promise.all(each)).flat();
        const locks = all.map(({ lock }) => lock);
        const rows = all.map(({ lock: { instrument, holder, reason, since, expires }, now }) => [
          instrument,
          holder,
          reason,
          `for ${ago(since, now)}`,
          `until ${expires}`,
        ]);
        await write(
          stdout,
          options.json ? `${JSON.stringify(locks)}\n` : table(rows) || 'nobody holds an instrument\n',
        );
      }),
    );

  const take = own('take', 'hold an instrument: nobody else uses it; with SONDE_LOCK it is held for longer')
    .requiredOption('--reason <text>', 'why, for the others')
    .addOption(
      new Option('--for <duration>', 'for how long').argParser(LEASE).default(LOCK_SECONDS.default * 1000, '5 min'),
    )
    .option('--take-over', 'from whoever holds it, where you may')
    .addOption(jsonOption('as JSON'))
    .action((id: string, { reason, for: ms, takeOver, ...options }: TakeOptions) =>
      untilStopped(async (signal) => {
        const instrument = await findInstrument(id, 'lock', options, signal);
        const body = { reason, seconds: Math.round(ms / 1000), ...(takeOver && { take_over: true }) };
        const held = await instrument.ask<HeldLock>('/lock', { method: 'PUT', body, signal });
        const text = `# ${id} is yours until ${held.expires}; commands that are to use it need:\nexport SONDE_LOCK=${held.key}\n`;
        await write(stdout, options.json ? `${JSON.stringify(held)}\n` : text);
      }),
    );

  const release = own('release', 'let go of an instrument; its key is SONDE_LOCK').action(
    (id: string, options: AskingOptions) =>
      untilStopped(async (signal) => {
        const instrument = await findInstrument(id, 'lock', options, signal);
        await instrument.ask('/lock', { method: 'DELETE', signal });
        await write(stdout, `${id} is free\n`);
      }),
  );

  return new Command('lock')
    .description('hold an instrument, so that nobody else uses it')
    .addCommand(list, { isDefault: true })
    .addCommand(take)
    .addCommand(release);
}
