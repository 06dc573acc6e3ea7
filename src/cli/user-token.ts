import { Command } from 'commander';
import { milliseconds } from '../kit/duration.ts';
import { NotFoundError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { fromMillis, toIso } from '../kit/time.ts';
import type { Role } from '../model/api/roles.ts';
import { instrumentId, parsed } from './arguments.ts';
import type { CliContext } from './context.ts';
import { table } from './output.ts';
import type { DataOptions } from './stored-data.ts';
import { BY, nameArgument, roleCommand, userDataCommand, withUsers } from './user-data.ts';

interface NewTokenOptions extends DataOptions {
  readonly role: Role;
  readonly instruments?: readonly string[];
  /** ms */
  readonly for?: number;
}

const instrumentList = parsed((text) => text.split(',').map((id) => instrumentId(id.trim())));

/** `sonde user token`: what scripts show instead of a password. */
export function tokenCommand(context: CliContext): Command {
  const { clock } = context;
  const add = roleCommand('add', 'make a token for a script; its secret is printed, and never again')
    .argument('<name>', 'as events will name it', nameArgument)
    .option('--instruments <ids>', 'the only ones that it is for, with commas between them', instrumentList)
    .option(
      '--for <duration>',
      "how long it is valid, such as '30 d'; without end where nothing is said",
      parsed(milliseconds),
    )
    .action((name: string, { role, instruments, for: ms, ...options }: NewTokenOptions) =>
      withUsers(context, options, ({ tokens }) => {
        const expires = ms === undefined ? undefined : toIso(clock.now() + fromMillis(ms));
        const maker = { by: BY, user: '', role: 'admin' } as const;
        return `${tokens.add({ name, role, instruments, expires }, maker).secret}\n`;
      }),
    );
  const list = userDataCommand('list', 'the tokens').action((options: DataOptions) =>
    withUsers(context, options, ({ tokens }) => {
      const rows = tokens
        .list()
        .map(({ name, role, instruments, expires, last_used, by }) => [
          name,
          role,
          instruments?.join(',') ?? 'all instruments',
          expires === undefined ? 'without end' : `until ${expires}`,
          last_used === undefined ? 'never used' : `used ${last_used}`,
          `by ${by}`,
        ]);
      return table(rows) || 'none\n';
    }),
  );
  const remove = userDataCommand('remove', 'remove a token: it is worth nothing from now on')
    .argument('<name>')
    .action((name: string, options: DataOptions) =>
      withUsers(context, options, ({ tokens }) => {
        const all = tokens.list();
        const token = all.find((one) => one.name === name);
        if (token === undefined) {
          const names = all.map((one) => one.name);
          throw new NotFoundError(`there is no token '${name}'; ${nearest(name, names)}`);
        }
        tokens.remove(token.id, BY);
        return `token ${name} is no more\n`;
      }),
    );
  const command = new Command('token').description('tokens for scripts');
  for (const own of [add, list, remove]) command.addCommand(own);
  return command;
}
