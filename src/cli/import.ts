import { Command, Option } from 'commander';
import { definitionDigest } from '../definition/definition-digest.ts';
import { linkNamed } from '../definition/links.ts';
import { type ImportReport, importFiles } from '../importing/import-files.ts';
import type { Generation } from '../packet/types.ts';
import { saveShownCalibrations } from '../store/calibration-history.ts';
import { openDuck } from '../store/duck.ts';
import { instrumentId } from './arguments.ts';
import type { CliContext } from './context.ts';
import { type DefinitionsOption, definitionsOption } from './find-definition.ts';
import { table, write } from './output.ts';
import { Progress } from './progress.ts';
import { runInScope } from './stopping.ts';
import { dataOption } from './stored-data.ts';
import { storedInstrument } from './stored-instrument.ts';

interface Options extends DefinitionsOption {
  readonly data: string;
  readonly config?: string;
  readonly kind?: string;
  readonly link?: string;
  readonly generation?: Generation;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const HELP = `
Files are datalogs of port agents (Sonde's and OOI's, of both generations) and logs of OOI's data logger (DCL); also with gzip. They
become the log of the instrument, days as they are, and samples, as if it had been run by Sonde. Broken off, the same command goes on.`;

/** `sonde import`: archives become an instrument's log, and samples. */
export function importCommand(context: CliContext): Command {
  return new Command('import')
    .description('bring archives of datalogs and DCL logs into the log of an instrument, and make samples of them')
    .argument('<instrument>', 'its id, or what it is to be', instrumentId)
    .argument('<files...>', 'files, and folders of files')
    .option(
      '--kind <kind>',
      'e.g. nortek.vector, or the file or folder of a definition; that of the configuration unless given',
    )
    .addOption(definitionsOption())
    .addOption(dataOption('its samples and its log'))
    .option('-c, --config <file>', 'a configuration that has the instrument: its quality tests, its position')
    .option('--link <name>', 'of an instrument with several: whose bytes these are; the first unless given')
    .addOption(
      new Option('--generation <which>', "the port agents' generation, where heartbeats do not tell").choices([
        'newest',
        'cpa',
      ]),
    )
    .option('--dry-run', 'only look at the files and count')
    .option('--json', 'the summary as JSON')
    .addHelpText('after', HELP)
    .action((id: string, places: string[], options: Options) =>
      runInScope(async (use, signal) => {
        const duck = use(await openDuck());
        const connection = use(await duck.connect());
        const instrument = await storedInstrument(context, id, options, { duck, connection });
        const { definition, own } = instrument;
        const link = linkNamed(definition, options.link);
        const refiner = instrument.makeRefiner();
        const begun = context.clock.elapsed();
        let total = 0;
        const reading = use(megabytes(context, 'MB read'));
        const decoding = use(megabytes(context, 'MB of the log decoded'));
        const report = await importFiles({
          own,
          dir: instrument.logOf(link),
          places,
          generation: options.generation,
          dryRun: options.dryRun ?? false,
          connection,
          instrument: id,
          definition,
          link,
          refiner,
          factsOf: (stream) => instrument.factsOf(stream, refiner),
          before: instrument.before,
          clock: context.clock,
          signal,
          onSurvey: (found) => {
            total = found.reduce((sum, { size }) => sum + size, 0);
          },
          onLog: ({ bytes }) => reading.at(bytes, total),
          onSamples: ({ bytes, of }) => decoding.at(bytes, of),
        });
        if (!options.dryRun) await saveShownCalibrations(own, refiner.shown);
        for (const one of [reading, decoding]) one[Symbol.dispose]();
        if (options.json) return write(context.stdout, `${JSON.stringify(plain(report))}\n`);
        await write(context.stdout, summaryOf(report));
        const seconds = (context.clock.elapsed() - begun) / 1000;
        const size = report.log.bytes / 1e6;
        const rate = `${size.toFixed(1)} MB in ${seconds.toFixed(1)} s, ${(size / seconds).toFixed(1)} MB/s`;
        context.stderr.write(`${rate}, as ${definition.kind} (${definitionDigest(definition)})\n`);
      }),
    );
}

/** How far the work on some bytes is; the next work on others begins when it is first said how far that is. */
function megabytes(context: CliContext, what: string) {
  let progress: Progress | undefined;
  let done = 0;
  return {
    at(bytes: number, of: number): void {
      progress ??= new Progress(context, what, of / 1e6);
      progress.add((bytes - done) / 1e6);
      done = bytes;
    },
    [Symbol.dispose]: () => progress?.[Symbol.dispose](),
  };
}

const plain = ({ log, samples }: ImportReport) => ({
  ...log,
  leftOut: Object.fromEntries(log.leftOut),
  days: [...log.days].sort(),
  samples,
});

const number = new Intl.NumberFormat('en').format;

/** What there is to say of a number of things that should not be there. */
const oddities = ({
  repeated,
  backwards,
  future,
  unreadable,
}: ImportReport['log']): (readonly [string, number, string])[] => [
  ['repeated', repeated, 'packets that another file held too: kept once'],
  ['out of order', backwards, 'packets older than the one before them'],
  ['dated in the future', future, 'packets'],
  ['unreadable', unreadable, 'bytes of damaged input'],
];

function summaryOf({ log, samples }: ImportReport): string {
  const days = [...log.days].sort();
  return table([
    ['files', number(log.files), log.known > 0 ? `and ${number(log.known)} that were imported before` : ''],
    ['packets', number(log.packets), ''],
    ['days', number(days.length), days.length > 0 ? `${days[0]} to ${days.at(-1)}` : ''],
    ...Object.entries(samples).map(([stream, count]) => [stream, number(count), 'samples']),
    ...oddities(log).flatMap(([what, count, said]) => (count > 0 ? [[what, number(count), said]] : [])),
    ...[...log.leftOut].map(([day, count]) => [
      'left out',
      number(count),
      `packets of ${day}, a day that is logged already`,
    ]),
  ]);
}
