import { join } from 'node:path';
import { Command, Option } from 'commander';
import { folders } from '../agent/folders.ts';
import { definitionDigest } from '../definition/definition-digest.ts';
import { ConfigError, ParameterError, StateError } from '../kit/errors.ts';
import { lockFile } from '../kit/file-lock.ts';
import { nearest } from '../kit/nearest.ts';
import type { Use } from '../kit/scope.ts';
import type { Nanos } from '../kit/time.ts';
import type { ResumePoint } from '../model/driver-event.ts';
import type { Refiner } from '../refine/refiner.ts';
import { daysTouched } from '../reparse/range.ts';
import { type ReparseReport, reparse } from '../reparse/reparse.ts';
import { saveShownCalibrations } from '../store/calibration-history.ts';
import { checkpointFile } from '../store/checkpoint.ts';
import { openDuck } from '../store/duck.ts';
import { claimReplacements, recoverReplacements } from '../store/replace/replacement.ts';
import { placesOf } from '../store/replace/replacement-manifest.ts';
import { discardReplaced, keptReplacements, undoLast } from '../store/replace/undo-replacement.ts';
import { streamsIn } from '../store/stored-parts.ts';
import { instrumentId, timeOrAgo } from './arguments.ts';
import type { CliContext } from './context.ts';
import { type DefinitionsOption, definitionsOption } from './find-definition.ts';
import { write } from './output.ts';
import { Progress } from './progress.ts';
import { reparseText } from './reparse-text.ts';
import { runInScope } from './stopping.ts';
import { type DataOptions, dataOption, storedData } from './stored-data.ts';
import { type StoredInstrument, storedInstrument } from './stored-instrument.ts';

interface Options extends DataOptions, DefinitionsOption {
  readonly from?: Nanos;
  readonly to?: Nanos;
  readonly definition?: string;
  readonly stream?: readonly string[];
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly undo?: boolean;
  readonly discard?: boolean;
}

const HELP = `
The days that the range touches are decoded from the log with the present definition and compared with the stored samples by
their place in the log. Days that differ are replaced; the old files are kept until --discard. Nothing is touched where nothing differs.`;

/** `sonde reparse`: makes stored samples again from the log. */
export function reparseCommand(context: CliContext): Command {
  const time = timeOrAgo(context.clock);
  return new Command('reparse')
    .description('decode days of the log anew, show what differs from the stored samples, and replace those')
    .argument('<instrument>', 'its id', instrumentId)
    .addOption(dataOption('its samples and its log'))
    .option('-c, --config <file>', 'the configuration that it runs with')
    .addOption(
      new Option('--from <time>', 'the first day, or how long ago: -30d; the oldest unless given').argParser(time),
    )
    .addOption(
      new Option('--to <time>', 'the first time whose day is not wanted any more, unless it began before').argParser(
        time,
      ),
    )
    .option('--definition <kind>', 'a kind of instrument, or the file or folder of a definition, in place of its own')
    .addOption(definitionsOption())
    .option('--stream <names>', 'only these, e.g. ctd,status', (text: string) => text.split(','))
    .option('--dry-run', 'only show what would become different')
    .addOption(new Option('--undo', 'bring back what the last re-parse replaced').conflicts(['discard', 'dryRun']))
    .addOption(new Option('--discard', 'remove the old files of all re-parses').conflicts(['dryRun']))
    .option('--json', 'as JSON')
    .addHelpText('after', HELP)
    .action((id: string, options: Options) =>
      runInScope(async (use, signal) => {
        const { own } = folders(await storedData(context, options, id, signal), id);
        const duck = use(await openDuck());
        const connection = use(await duck.connect());
        const replacing = { own, connection, clock: context.clock };
        if (options.undo || options.discard) return await settle(context, replacing, options, use);
        const kind = options.definition;
        const instrument = await storedInstrument(context, id, { ...options, kind }, { duck, connection });
        const report = await run(context, instrument, replacing, options, use, signal);
        await tell(context, instrument, options, report);
      }),
    );
}

type Replacing = Parameters<typeof undoLast>[0];

async function run(
  context: CliContext,
  instrument: StoredInstrument,
  replacing: Replacing,
  { from, to, stream, dryRun = false }: Options,
  use: Use,
  signal: AbortSignal,
): Promise<ReparseReport> {
  const { id, own, definition } = instrument;
  const bound = await boundOf(id, own, use);
  const progress = use(new Progress(context, 'samples'));
  const refiners: Refiner[] = [];
  let counted = 0;
  const report = await reparse({
    ...replacing,
    ...instrument,
    instrument: id,
    makeRefiner: () => {
      const refiner = instrument.makeRefiner();
      refiners.push(refiner);
      counted = 0;
      return refiner;
    },
    definition,
    days: daysTouched(from, to),
    streams: streamsWanted(Object.keys(definition.samples), stream),
    bound,
    dryRun,
    signal,
    onProgress: ({ samples }) => {
      progress.add(samples - counted);
      counted = samples;
    },
  });
  if (!dryRun) for (const { shown } of refiners) await saveShownCalibrations(own, shown);
  progress[Symbol.dispose]();
  context.stderr.write(`${progress.summary()} decoded\n`);
  return report;
}

function streamsWanted(all: readonly string[], wanted: readonly string[] | undefined): readonly string[] {
  const unknown = (wanted ?? []).filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    throw new ParameterError(
      unknown.map((name) => ({ name, message: `the definition has no such stream; ${nearest(name, all)}` })),
    );
  }
  return wanted ?? all;
}

/** What stands behind the checkpoint is the agent's, whether it runs or not. */
async function boundOf(id: string, own: string, use: Use): Promise<ResumePoint | undefined> {
  const place = await checkpointFile(join(own, 'checkpoint.json')).read();
  if (place !== undefined) return place.resume;
  if (use(await lockFile(join(own, '.driver.lock'))) !== undefined) return undefined;
  throw new StateError(`reparse ${id}`, 'just started', ['wait a moment, until it has noted how far it is']);
}

async function tell(
  { stdout, stderr }: CliContext,
  { id, own, definition }: StoredInstrument,
  { json, dryRun }: Options,
  report: ReparseReport,
): Promise<void> {
  if (json) return write(stdout, `${JSON.stringify(report)}\n`);
  await write(stdout, reparseText(report, `${id} as ${definition.kind} (${definitionDigest(definition)})`));
  const others = (await streamsIn(own)).filter((stream) => !Object.hasOwn(definition.samples, stream));
  if (others.length > 0) stderr.write(`not in the definition, and left as they are: ${others.join(', ')}\n`);
  const { replacement } = report;
  const count = report.streams.reduce((sum, { files }) => sum + files.length, 0);
  if (replacement !== undefined) {
    const where = placesOf(own, replacement).folder;
    stderr.write(
      `${count} files replaced; the old ones are in ${where}: --undo brings them back, --discard removes them\n`,
    );
  } else if (count > 0 && dryRun) stderr.write(`${count} files would be replaced\n`);
  else stderr.write('nothing differs, and nothing was touched\n');
}

/** What becomes of the old files. */
async function settle({ stdout }: CliContext, context: Replacing, { undo }: Options, use: Use): Promise<void> {
  use(await claimReplacements(context.own));
  await recoverReplacements(context);
  const kept = await keptReplacements(context.own);
  if (kept.length === 0) throw new ConfigError(`${context.own}: no re-parse has left old files`);
  if (undo) {
    const stamp = await undoLast(context);
    return write(stdout, `undone: ${kept.find((one) => one.stamp === stamp)?.summary}\n`);
  }
  const bytes = await discardReplaced(context.own);
  await write(stdout, `${kept.map(({ summary }) => summary).join('\n')}\n${(bytes / 1e6).toFixed(1)} MB removed\n`);
}
