import { Command, Option } from 'commander';
import { type Program, runningPrograms } from '../client/programs.ts';
import { sendForJson } from '../client/send.ts';
import { ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { type Alert, type AlertRequest, type AlertRule, SHELVE_MINUTES } from '../model/api/alert.ts';
import { lasting } from './arguments.ts';
import type { CliContext } from './context.ts';
import { table, write } from './output.ts';
import { type AskingOptions, jsonOption, serverOption, tokenFileOption } from './remote.ts';
import { ago } from './status-text.ts';
import { untilStopped } from './stopping.ts';

interface AnswerOptions extends AskingOptions {
  readonly comment?: string;
  readonly for?: number;
}

interface ListOptions extends AskingOptions {
  readonly rules?: boolean;
}

type Found = Alert & { readonly of: Program };

/** What may be done with an alert: the word here, the request, what it is then, and what it is for. */
const ANSWERS = [
  ['ack', 'acknowledge', 'acknowledged', 'say that somebody looks after it'],
  ['shelve', 'shelve', 'shelved', 'keep it quiet for a while'],
  ['unshelve', 'unshelve', 'no longer shelved', 'not any more'],
  ['comment', 'comment', 'commented', 'say something about it'],
  ['clear', 'clear', 'cleared', 'take it from the list'],
] as const satisfies readonly (readonly [string, AlertRequest, string, string])[];

const HOUR = 3_600_000;
const SHELVED = lasting(SHELVE_MINUTES.least * 60_000, SHELVE_MINUTES.most * 60_000);

/** `sonde alerts`: what wants a person. */
export function alertsCommand({ stdout }: CliContext): Command {
  const list = new Command('list')
    .description('what wants a person now')
    .addOption(serverOption())
    .addOption(tokenFileOption())
    .option('--rules', 'what is watched, instead')
    .addOption(jsonOption('as JSON'))
    .action(({ rules, ...options }: ListOptions) =>
      untilStopped(async (signal) => {
        const all = rules
          ? await everywhere<AlertRule>('/alert-rules', options, signal)
          : await everywhere<Alert>('/alerts', options, signal);
        const plain = all.map(({ of: _, ...one }) => one);
        const rows = all.map((one) => ('active' in one ? alertRow(one, one.of.now) : ruleRow(one)));
        await write(stdout, options.json ? `${JSON.stringify(plain)}\n` : table(rows) || 'none\n');
      }),
    );
  const command = new Command('alerts')
    .description('what wants a person: list, acknowledge, shelve')
    .addCommand(list, { isDefault: true });
  for (const [word, request, done, what] of ANSWERS) {
    const own = new Command(word)
      .description(what)
      .argument('<alert>', 'its id, or the beginning of it')
      .addOption(serverOption())
      .addOption(tokenFileOption())
      .addOption(new Option('--comment <text>', 'a word about it').makeOptionMandatory(request === 'comment'));
    if (request === 'shelve')
      own.addOption(new Option('--for <duration>', 'for how long').argParser(SHELVED).default(HOUR, '1 h'));
    own.action((id: string, { comment, for: ms, ...options }: AnswerOptions) =>
      untilStopped(async (signal) => {
        const { of, ...alert } = await alertOf(id, options, signal);
        const body = { ...(comment !== undefined && { comment }), ...(ms !== undefined && { minutes: ms / 60_000 }) };
        await sendForJson(of.place, `/alerts/${alert.id}/${request}`, { method: 'POST', body, signal });
        await write(stdout, `${done}: ${alert.text}\n`);
      }),
    );
    command.addCommand(own);
  }
  return command;
}

/** What all programs answer, each thing with the program that it is of. */
async function everywhere<T>(
  path: string,
  options: AskingOptions,
  signal: AbortSignal,
): Promise<(T & { readonly of: Program })[]> {
  const programs = await runningPrograms('sonde alerts', options, signal);
  const each = programs.map(async (of) =>
    (await sendForJson<readonly T[]>(of.place, path, { signal })).map((one) => ({ ...one, of })),
  );
  return (await Promise.all(each)).flat();
}

async function alertOf(id: string, options: AskingOptions, signal: AbortSignal): Promise<Found> {
  const all = await everywhere<Alert>('/alerts', options, signal);
  const [found, ...more] = all.filter((one) => id !== '' && one.id.startsWith(id));
  if (found === undefined || (more.length > 0 && found.id !== id)) {
    const message =
      found === undefined
        ? `no such alert; ${nearest(
            id,
            all.map((one) => one.id),
          )}`
        : 'more than one begins so';
    throw new ParameterError([{ name: id, message }]);
  }
  return found;
}

const standing = ({ active, acknowledged, shelved }: Alert): string =>
  [
    active ? 'active' : 'over',
    ...(acknowledged === undefined ? [] : [`acknowledged by ${acknowledged.by}`]),
    ...(shelved === undefined ? [] : [`shelved until ${shelved.until}`]),
  ].join(', ');

const alertRow = (one: Alert, now: number): string[] => [
  one.id,
  one.level,
  one.instrument ?? '',
  one.text,
  `${ago(one.raised, now)} ago`,
  standing(one),
];

const ruleRow = ({ instrument = 'all', level, kind, subject, text }: AlertRule): string[] => [
  instrument,
  level,
  kind,
  subject,
  text,
];
