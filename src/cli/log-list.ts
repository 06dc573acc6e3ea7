import { Command } from 'commander';
import { ParameterError } from '../kit/errors.ts';
import { toIso } from '../kit/time.ts';
import { describeDay } from '../packet/archive-day.ts';
import { writeArchived } from '../packet/archived.ts';
import { type DayFacts, describeLog } from '../packet/describe-log.ts';
import type { CliContext } from './context.ts';
import { findLog } from './log-place.ts';
import { table, write } from './output.ts';
import { jsonLines } from './sheet.ts';
import { configOption, type DataOptions, dataOf, dataOption } from './stored-data.ts';

const NAME = 'its id, or <id>/<link>';
const HEADINGS = ['day', 'logged', 'stored', '', 'sha256', 'archived'];

/** `sonde log list`: the days of a log. */
export const listCommand = (context: CliContext): Command =>
  new Command('list')
    .description('the days of a log: bytes logged and stored, digest, where archived')
    .argument('<instrument>', NAME)
    .addOption(dataOption('the logs'))
    .addOption(configOption())
    .option('--json', 'one line of JSON each')
    .action(async (name: string, { json, ...place }: DataOptions & { json?: boolean }) => {
      const days = await describeLog(findLog(name, await dataOf(context, place)).folder);
      const text = json ? jsonLines(days, (day) => day) : table([HEADINGS, ...days.map(rowOf)]);
      await write(context.stdout, text);
    });

const rowOf = ({ day, here, bytes, stored, sha256, archived }: DayFacts): string[] => [
  day,
  bytes === undefined ? '?' : String(bytes),
  String(stored),
  here === 'deleted' ? 'deleted here' : here,
  sha256?.slice(0, 12) ?? '',
  archived === undefined ? '' : `${archived.where}${archived.by === 'operator' ? ' (marked)' : ''}`,
];

/** `sonde log archived`: the operator vouches for a copy that Sonde did not make. */
export const archivedCommand = (context: CliContext): Command =>
  new Command('archived')
    .description('mark days as archived by other means: they may then be deleted here, as the configuration says')
    .argument('<instrument>', NAME)
    .argument('<days...>', 'such as 2026-11-22')
    .requiredOption('--where <place>', 'where they are kept, for those who look for them later')
    .addOption(dataOption('the logs'))
    .addOption(configOption())
    .action(async (name: string, days: string[], { where, ...place }: DataOptions & { where: string }) => {
      const { stdout, clock } = context;
      const { folder } = findLog(name, await dataOf(context, place));
      checkDays(days, await describeLog(folder));
      for (const day of days) {
        const facts = await describeDay(folder, day);
        await writeArchived(folder, day, { ...facts, where, by: 'operator', at: toIso(clock.now()) });
        await write(stdout, `${day}: ${facts.file} is archived in ${where}; sha256 ${facts.fileSha256}\n`);
      }
    });

/** Only a day that is over and that is here can be vouched for. */
function checkDays(days: readonly string[], known: readonly DayFacts[]): void {
  const newest = known.at(-1)?.day;
  const issues = days.flatMap((day) => {
    const facts = known.find((own) => own.day === day);
    const wrong =
      facts === undefined
        ? `the log has no such day; it has ${known[0]?.day ?? 'none'} to ${newest}`
        : facts.here === 'deleted'
          ? `was deleted here; it is archived in ${facts.archived?.where}`
          : facts.archived !== undefined
            ? `is archived already, in ${facts.archived.where}`
            : day === newest
              ? 'may still be written to: it can be archived when a later day has begun'
              : undefined;
    return wrong === undefined ? [] : [{ name: day, message: wrong }];
  });
  if (issues.length > 0) throw new ParameterError(issues);
}
