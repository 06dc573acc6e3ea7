import { dirname, join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import type { Findings } from '../authoring/findings.ts';
import { checkIsNew, filesOf, lookAround, writeFiles } from '../authoring/instrument-folder.ts';
import { type KindNames, kindNames } from '../authoring/names.ts';
import { recognise } from '../authoring/recognise.ts';
import { skeletonOf } from '../authoring/skeleton.ts';
import { milliseconds } from '../kit/duration.ts';
import { ParameterError } from '../kit/errors.ts';
import { makeFolder } from '../kit/files.ts';
import { readTraffic } from '../simulator/exchanges.ts';
import { parsed } from './arguments.ts';
import type { CliContext } from './context.ts';
import { nextSteps } from './new.ts';
import { table, write } from './output.ts';
import { recordSession } from './record-session.ts';
import { SESSION } from './replay-session.ts';
import { untilStopped } from './stopping.ts';
import { instrumentWire, linkWire } from './wires.ts';

interface RecordOptions {
  readonly as: string;
  readonly dir: string;
  readonly link?: string;
  readonly from?: string;
  readonly newline: string;
  readonly pause: number;
}

/** `sonde record`: a session with an instrument, and the beginning of its definition. */
export function recordCommand(context: CliContext): Command {
  return new Command('record')
    .description('talk with an instrument, keep every byte, and begin its definition with what was recognised')
    .argument('[instrument]', 'the id of one that runs: direct access, as with sonde direct')
    .option('--link <link>', 'or one that nobody runs, e.g. tcp://10.0.0.12:4001')
    .option('--from <file>', "or a port agent's log, or a file of what the instrument sent")
    .requiredOption('--as <kind>', 'what it is to be called, e.g. acme.probe_x')
    .option('--dir <folder>', 'where the folder <vendor>/<model> is made', '.')
    .option('--newline <text>', 'what Enter sends', '\\r\\n')
    .option(
      '--pause <duration>',
      'how long the answer to each line of a pipe is listened to',
      parsed(milliseconds),
      2000,
    )
    .action(async (id: string | undefined, options: RecordOptions) => {
      const names = namesOf(options.as);
      const folder = resolve(options.dir, names.folder);
      const { from } = options;
      if ([id, options.link, from].filter((source) => source !== undefined).length !== 1) {
        const message = 'name one: an instrument that runs, --link, or --from';
        throw new ParameterError([{ name: 'record', message }]);
      }
      checkIsNew(folder);
      await untilStopped(async (signal) => {
        const session = from ?? (await talk(context, id, options, folder, signal));
        await describe(context, names, folder, session);
      });
    });
}

/** Has a session with the instrument; returns where it is kept. */
async function talk(
  context: CliContext,
  id: string | undefined,
  options: RecordOptions,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const { link = '' } = options;
  const wire = id === undefined ? await linkWire(link, context.clock, signal) : await instrumentWire(id, signal);
  const file = join(folder, SESSION);
  await makeFolder(dirname(file), 0o777);
  await recordSession(context, wire, { ...options, file }, signal);
  return file;
}

function namesOf(kind: string): KindNames {
  const [vendor, model, ...more] = kind.split('.');
  if (vendor === undefined || model === undefined || more.length > 0) {
    throw new ParameterError([{ name: '--as', message: `'${kind}' must be vendor.model, e.g. acme.probe_x` }]);
  }
  return kindNames(vendor, model);
}

/** Writes what was recognised in a session into the instrument's folder. */
async function describe({ stdout }: CliContext, names: KindNames, folder: string, session: string): Promise<void> {
  const traffic = await readTraffic(session);
  const { findings, fixtures } = recognise(traffic);
  const { 'fixtures/.gitkeep': _, ...files } = filesOf(names, skeletonOf(names, findings), lookAround(folder));
  const bytes = Object.entries(fixtures).map(([name, content]) => [`fixtures/${name}`, content] as const);
  await writeFiles(folder, { ...files, ...Object.fromEntries(bytes) });
  const here = (path: string): string => join('.', relative(process.cwd(), path));
  const replay = `  sonde simulate --recording ${here(session)}     what was recorded, as an instrument\n`;
  const isDialogue = traffic.some(({ direction }) => direction === 'sent');
  await write(
    stdout,
    `\n${here(folder)} describes ${names.kind}, with what was recognised:\n${summary(findings)}` +
      `${nextSteps(here(folder))}${isDialogue ? replay : ''}`,
  );
}

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

const summary = ({ newline, prompt, rejects, echo, commands, parameters, streams }: Findings): string =>
  table([
    ['  line end', JSON.stringify(newline)],
    ['  prompt', prompt === undefined ? 'none' : JSON.stringify(prompt)],
    ['  echo', echo ? 'yes' : 'no'],
    ['  refusal', rejects === undefined ? 'none' : JSON.stringify(rejects)],
    ['  commands', listed(commands.map(({ name }) => name))],
    ['  parameters', listed(parameters.map(({ name }) => name))],
    ['  samples', listed(streams.map(({ name }) => name))],
  ]);
