import { Command } from 'commander';
import type { Role } from '../model/api/roles.ts';
import { askPassword } from './ask-password.ts';
import type { CliContext } from './context.ts';
import { table } from './output.ts';
import type { DataOptions } from './stored-data.ts';
import { BY, nameArgument, roleCommand, userDataCommand, withUsers } from './user-data.ts';
import { tokenCommand } from './user-token.ts';

interface RoleOptions extends DataOptions {
  readonly role: Role;
}

/** `sonde user`: who may do what, in the data folder; also while nothing runs. */
export function userCommand(context: CliContext): Command {
  const add = roleCommand('add', 'add a user; the password is asked for, or read from the input')
    .argument('<name>', 'small letters, digits, ., _ and -', nameArgument)
    .action((name: string, { role, ...options }: RoleOptions) =>
      withUsers(
        context,
        options,
        async ({ users }, signal) => {
          await users.add(name, role, await askPassword(context, name, signal), BY);
          return `${name} is ${role}\n`;
        },
        true,
      ),
    );
  const list = userDataCommand('list', 'the users').action((options: DataOptions) =>
    withUsers(context, options, ({ users }) => {
      const rows = users.list().map(({ name, role, last_login: last }) => [name, role, last ?? 'never logged in']);
      return table(rows) || 'none: who is at this machine may do everything\n';
    }),
  );
  const password = userDataCommand('password', 'give a user another password; they are logged out everywhere')
    .argument('<name>')
    .action((name: string, options: DataOptions) =>
      withUsers(context, options, async ({ users }, signal) => {
        await users.change(name, { password: await askPassword(context, name, signal) }, BY);
        return `${name} has another password\n`;
      }),
    );
  const role = roleCommand('role', 'give a user another role; they are logged out everywhere')
    .argument('<name>')
    .action((name: string, options: RoleOptions) =>
      withUsers(context, options, async ({ users }) => {
        await users.change(name, { role: options.role }, BY);
        return `${name} is ${options.role}\n`;
      }),
    );
  const remove = userDataCommand('remove', 'remove a user')
    .argument('<name>')
    .action((name: string, options: DataOptions) =>
      withUsers(context, options, ({ users }) => {
        users.remove(name, BY);
        return `${name} is no more\n`;
      }),
    );
  const command = new Command('user').description(
    'who may do what; while there is no user, whoever is at this machine may do everything',
  );
  for (const own of [add, list, password, role, remove, tokenCommand(context)]) command.addCommand(own);
  return command;
}
