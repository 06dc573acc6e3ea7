import { existsSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { erddapDataset } from '../export/erddap/dataset.ts';
import { EXPORT_FORMATS, type ExportFormat, exportFile, exportText, isTextFormat } from '../export/export-samples.ts';
import { openSource, type Source } from '../export/source.ts';
import { ParameterError } from '../kit/errors.ts';
import type { Nanos } from '../kit/time.ts';
import { RECORD_COLUMNS } from '../store/columns.ts';
import { openDuck } from '../store/duck.ts';
import { samplesFolder } from '../store/layout.ts';
import { timeOrAgo } from './arguments.ts';
import type { CliContext } from './context.ts';
import { write } from './output.ts';
import { Progress } from './progress.ts';
import { runInScope } from './stopping.ts';
import { configOption, type DataOptions, dataOption, storedData } from './stored-data.ts';

interface ExportOptions extends DataOptions {
  readonly from?: Nanos;
  readonly to?: Nanos;
  readonly format: ExportFormat;
  readonly out?: string;
  readonly fields?: readonly string[];
  readonly goodOnly?: boolean;
  readonly attribute: Readonly<Record<string, string>>;
  readonly erddap?: boolean;
}

/** The most memory that the database may use; what does not fit is written to a folder for temporary files. */
const MEMORY = 128 * 2 ** 20;

const EXTENSIONS: Readonly<Record<ExportFormat, string>> = {
  csv: 'csv',
  jsonl: 'jsonl',
  jsonlcsv: 'jsonl',
  parquet: 'parquet',
  netcdf: 'nc',
};

function attribute(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const [, name, value] = /^([A-Za-z]\w*)=(.+)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('must be name=value');
  return { ...before, [name]: value };
}

/** `sonde export`: stored samples as files that other programs open. */
export function exportCommand(context: CliContext): Command {
  const time = timeOrAgo(context.clock);
  return new Command('export')
    .description('write stored samples as CSV, JSON lines, Parquet or NetCDF (CF-1.11, ACDD-1.3)')
    .argument('<instrument>', 'its id')
    .argument('<stream>', 'one of its streams')
    .addOption(dataOption('the samples'))
    .addOption(configOption())
    .addOption(
      new Option('--from <time>', 'the first time: 2026-11-22T06:00Z, a day, or how long ago, e.g. -6h').argParser(
        time,
      ),
    )
    .addOption(new Option('--to <time>', 'the first time that is not wanted any more').argParser(time))
    .addOption(new Option('--format <format>', 'what to write').choices(EXPORT_FORMATS).default('csv'))
    .option('--out <file>', 'where to; text goes to stdout unless given')
    .option('--fields <names>', 'only these fields and their flags, e.g. temp,pressure', (text) => text.split(','))
    .option('--good-only', 'leave out values that are flagged as suspect, failed or missing')
    .addOption(
      new Option(
        '--attribute <name=value>',
        'what a NetCDF file says of itself, e.g. license=CC-BY-4.0; may be given again',
      )
        .argParser(attribute)
        .default({}, 'none'),
    )
    .option('--erddap', "print the part of ERDDAP's datasets.xml that serves such files, and write no samples")
    .action((instrument: string, stream: string, options: ExportOptions) =>
      exportStream(context, instrument, stream, options),
    );
}

function exportStream(context: CliContext, instrument: string, stream: string, options: ExportOptions): Promise<void> {
  const { from, to, fields, goodOnly, format } = options;
  const out = placeOf(instrument, stream, options);
  return runInScope(async (use, signal) => {
    const data = await storedData(context, options, instrument, signal);
    const spill = await mkdtemp(join(tmpdir(), 'sonde-export-'));
    use({ [Symbol.asyncDispose]: () => rm(spill, { recursive: true, force: true }) });
    const duck = use(await openDuck({ memory: MEMORY, spill }));
    const source = await openSource(await duck.connect(), {
      data: resolve(data),
      instrument,
      stream,
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(fields && { fields }),
      ...(goodOnly && { goodOnly }),
      // A sample in JSON says where it comes from, whichever fields are wanted.
      ...(format === 'jsonl' && { always: RECORD_COLUMNS }),
    });
    if (options.erddap) await printDataset(context, source, options);
    else await writeSamples(context, source, out, options, signal);
  });
}

/** Where the samples go; nothing for stdout. */
function placeOf(instrument: string, stream: string, { format, out, erddap }: ExportOptions): string | undefined {
  const example = `--out ${instrument}-${stream}.${EXTENSIONS[format]}`;
  if (out === undefined && !isTextFormat(format) && !erddap) {
    throw new ParameterError([{ name: '--out', message: `is needed: a ${format} file is no text. E.g. ${example}` }]);
  }
  if (out === undefined && erddap && format !== 'parquet') {
    throw new ParameterError([
      { name: '--out', message: `is needed: its folder is where ERDDAP is to find the files. E.g. ${example}` },
    ]);
  }
  if (out === undefined) return undefined;
  const path = resolve(out);
  if (!existsSync(dirname(path))) {
    throw new ParameterError([{ name: '--out', message: `there is no folder ${dirname(path)}; make it first` }]);
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new ParameterError([{ name: '--out', message: `${path} is a folder; name a file, e.g. ${example}` }]);
  }
  return path;
}

async function writeSamples(
  context: CliContext,
  source: Source,
  out: string | undefined,
  { format, attribute: attributes }: ExportOptions,
  signal: AbortSignal,
): Promise<void> {
  const progress = new Progress(context, 'samples', source.rows);
  const options = {
    now: context.clock.now(),
    signal,
    attributes,
    onRows: (rows: number) => progress.add(rows),
  };
  try {
    if (out !== undefined) await exportFile(source, format, out, options);
    else if (isTextFormat(format)) await exportText(source, format, (text) => write(context.stdout, text), options);
  } finally {
    progress[Symbol.dispose]();
  }
  if (out !== undefined) context.stderr.write(`${progress.summary()} → ${out}\n`);
}

/** Parquet files of a stream are served from where they are, while they are written. */
async function printDataset(context: CliContext, source: Source, options: ExportOptions): Promise<void> {
  const { format, out, attribute: attributes } = options;
  if (format === 'jsonl') {
    throw new ParameterError([
      { name: '--format', message: 'ERDDAP reads no JSON objects; --format jsonlcsv has its "JSON Lines CSV"' },
    ]);
  }
  const { data, instrument, stream } = source.wanted;
  const folder = out === undefined ? samplesFolder(join(data, instrument), stream) : dirname(resolve(out));
  await write(context.stdout, erddapDataset(source, format, { folder, attributes }));
}
