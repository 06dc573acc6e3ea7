import { Command, Option } from 'commander';
import { accessDirectory } from '../access/directory.ts';
import { nameOf } from '../client/asker.ts';
import { ROLE_TITLES, ROLES } from '../model/api/roles.ts';
import { userName } from '../model/api/user.ts';
import { openStateDatabase } from '../store/state-database.ts';
import { parsed } from './arguments.ts';
import type { CliContext } from './context.ts';
import { write } from './output.ts';
import { untilStopped } from './stopping.ts';
import { configOption, type DataOptions, dataOf, dataOption, existingData } from './stored-data.ts';

/** Who changes users here, as events name them. */
export const BY = nameOf('sonde user');

export const nameArgument = parsed((text) => {
  const { error } = userName.safeParse(text);
  if (error) throw new RangeError(error.issues.map(({ message }) => message).join('; '));
  return text;
});

const roleOption = (): Option =>
  new Option('--role <role>', 'what they may do').choices([...ROLES]).makeOptionMandatory();

const ROLES_HELP = `
Roles, each may do all that those before it may:
${ROLES.map((role) => `  ${role.padEnd(9)} ${ROLE_TITLES[role]}\n`).join('')}`;

/** A command that works with the users of a data folder. */
export const userDataCommand = (name: string, what: string): Command =>
  new Command(name).description(what).addOption(dataOption('the users')).addOption(configOption());

/** The same, which needs a role. */
export const roleCommand = (name: string, what: string): Command =>
  userDataCommand(name, what).addOption(roleOption()).addHelpText('after', ROLES_HELP);

type Directory = ReturnType<typeof accessDirectory>;

/** Carries out `work` with the users of a data folder, and prints what it says. `isNew`: they may be the first thing in it. */
export const withUsers = (
  context: CliContext,
  options: DataOptions,
  work: (directory: Directory, signal: AbortSignal) => string | Promise<string>,
  isNew = false,
): Promise<void> =>
  untilStopped(async (signal) => {
    const data = isNew ? await dataOf(context, options) : await existingData(context, options);
    const database = await openStateDatabase(data);
    try {
      await write(context.stdout, await work(accessDirectory(database, context.clock), signal));
    } finally {
      database.close();
    }
  });
