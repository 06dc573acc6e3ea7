import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { Command } from 'commander';
import { toIso } from '../kit/time.ts';
import { describeLost } from '../packet/compressed-source.ts';
import { compressedPath, logDays, logPath } from '../packet/log-days.ts';
import type { Generation } from '../packet/types.ts';
import { isWhole, type LogReport, verifyLog } from '../packet/verify-log.ts';
import type { CliContext } from './context.ts';
import { findLog, generationOption, LOG_ARGUMENT } from './log-place.ts';
import { table, write } from './output.ts';
import { configOption, type DataOptions, dataOf, dataOption } from './stored-data.ts';

interface VerifyOptions extends DataOptions {
  readonly generation: Generation;
  readonly json?: boolean;
}

/** `sonde log verify`: whether a log is as it was written. */
export const verifyCommand = (context: CliContext): Command =>
  new Command('verify')
    .description('prove that every packet of a log is whole, and every file what its digest says; exit code 7 when not')
    .argument('<log>', LOG_ARGUMENT)
    .addOption(dataOption('the logs'))
    .addOption(configOption())
    .addOption(generationOption())
    .option('--json', 'as JSON')
    .action((target: string, options: VerifyOptions) => verify(context, target, options));

async function verify(
  context: CliContext,
  target: string,
  { generation, json: isJson, ...place }: VerifyOptions,
): Promise<void> {
  const { folder, day } = findLog(target, await dataOf(context, place));
  const reports: (readonly [string, LogReport])[] = [];
  for (const own of day === undefined ? await logDays(folder) : [day]) {
    const file = fileOf(folder, own);
    reports.push([file, await verifyLog(file, generation)]);
  }
  const json = `${JSON.stringify(reports.map(([file, report]) => toJson(file, report)))}\n`;
  await write(context.stdout, isJson ? json : table(reports.map(([file, report]) => rowOf(file, report))));
  if (!reports.every(([, report]) => isWhole(report))) process.exitCode = 7;
}

/** The file that is read of a day: the original one where both are there. */
function fileOf(folder: string, day: string): string {
  const plain = logPath(folder, day);
  return existsSync(plain) ? plain : compressedPath(folder, day);
}

const toJson = (file: string, { first, last, ...report }: LogReport): object => ({
  file,
  ...report,
  first: first === undefined ? null : toIso(first),
  last: last === undefined ? null : toIso(last),
});

function rowOf(file: string, report: LogReport): string[] {
  const { packets, bytes, damaged, lost, tornTail, digests } = report;
  const hurt = [
    ...lost.map((one) => describeLost({ ...one, path: basename(one.path) })),
    ...damaged.map((one) => `${one.bytes} bytes at ${one.offset}`),
    ...(tornTail > 0 ? [`torn tail of ${tornTail} bytes`] : []),
    ...digests.wrong.map((path) => `not what ${basename(path)} says`),
  ];
  const whole = digests.right.length > 0 ? 'whole, as its digests say' : 'whole';
  return [file, `${packets} packets`, `${bytes} bytes`, hurt.length > 0 ? `DAMAGED: ${hurt.join(', ')}` : whole];
}
