import { Command, Option } from 'commander';
import { ParameterError } from '../kit/errors.ts';
import type { Nanos } from '../kit/time.ts';
import { openSamples, type StoredSamples } from '../store/read/stored-samples.ts';
import type { StoredStream } from '../store/read/stored-stream.ts';
import { countNumber, timeOrAgo } from './arguments.ts';
import type { CliContext } from './context.ts';
import { write } from './output.ts';
import { bucketsText, sampleSheet } from './query-text.ts';
import { SHEET_FORMATS, type SheetFormat } from './sheet.ts';
import { runInScope } from './stopping.ts';
import { configOption, type DataOptions, dataOption, storedData } from './stored-data.ts';
import { streamsText } from './streams-text.ts';

interface QueryOptions extends DataOptions {
  readonly fields?: readonly string[];
  readonly from?: Nanos;
  readonly to?: Nanos;
  readonly latest?: number | true;
  readonly every?: number;
  readonly limit?: number;
  readonly buckets?: number;
  readonly withoutFailed?: boolean;
  readonly format: SheetFormat;
  readonly json?: boolean;
}

/** So many samples are shown where nothing is said about which. */
const LATEST = 10;

const HELP = `
A time is a day, a time such as 2026-11-22T06:00Z, or how long ago: -6h, -30min, -2d.`;

/** `sonde query`: what is stored, and samples of it. */
export function queryCommand(context: CliContext): Command {
  const time = timeOrAgo(context.clock);
  return new Command('query')
    .description(`show stored samples, the latest ${LATEST} where nothing else is said; or what is stored`)
    .argument('[instrument]', 'its id; what is stored is listed where none is given')
    .argument('[stream]', 'one of its streams; they are listed where none is given')
    .addOption(dataOption('the samples'))
    .addOption(configOption())
    .option('--fields <names>', 'only these, e.g. temp,pressure', (text: string) => text.split(','))
    .addOption(new Option('--from <time>', 'the first time').argParser(time))
    .addOption(new Option('--to <time>', 'the first time that is not wanted any more').argParser(time))
    .addOption(count('--latest [count]', 'the last ones; one where no count is given', ['every', 'limit', 'buckets']))
    .addOption(count('--every <n>', 'the first, and then every n-th', ['buckets']))
    .addOption(count('--limit <count>', 'at most so many', ['buckets']))
    .addOption(count('--buckets <count>', 'least, mean and greatest of at most so many equal stretches', []))
    .option('--without-failed', 'leave out of those what a quality test has failed')
    .addOption(new Option('--format <format>', 'how to print it').choices(SHEET_FORMATS).default('table'))
    .addOption(new Option('--json', 'the same as --format jsonl').conflicts('format'))
    .addHelpText('after', HELP)
    .action((instrument: string | undefined, stream: string | undefined, options: QueryOptions) =>
      runInScope(async (use, signal) => {
        const stored = use(await openSamples(await storedData(context, options, instrument, signal)));
        const format = options.json ? 'jsonl' : options.format;
        if (instrument === undefined || stream === undefined) {
          const streams = await listed(stored, instrument, options);
          await write(context.stdout, streamsText(streams, format, instrument !== undefined));
          return;
        }
        const about = await stored.stream(instrument, stream);
        let isThere = false;
        for await (const text of samplesText(stored, about, format, { ...options, signal })) {
          isThere ||= text !== '';
          await write(context.stdout, text);
        }
        if (!isThere) context.stderr.write(`no such samples; ${extentOf(about)}\n`);
      }),
    );
}

const extentOf = ({ instrument, stream, days }: StoredStream): string =>
  `${instrument} ${stream} has days from ${days[0]?.day} to ${days.at(-1)?.day}`;

const count = (flags: string, description: string, conflicts: string[]): Option =>
  new Option(flags, description).argParser(countNumber).conflicts(conflicts);

/** The streams that are listed; whoever asks for samples has to say of which. */
async function listed(
  stored: StoredSamples,
  instrument: string | undefined,
  { fields, from, to, latest, every, limit, buckets }: QueryOptions,
): Promise<readonly StoredStream[]> {
  const streams = await stored.streams(instrument);
  const asked = [fields, from, to, latest, every, limit, buckets].some((option) => option !== undefined);
  if (!asked) return streams;
  const there = streams.map((one) => `${one.instrument} ${one.stream}`).join(', ');
  throw new ParameterError([
    { name: 'stream', message: `name an instrument and a stream; there are: ${there || 'none'}` },
  ]);
}

async function* samplesText(
  stored: StoredSamples,
  about: StoredStream,
  format: SheetFormat,
  { latest, buckets, ...asked }: Omit<QueryOptions, 'format' | 'data'> & { readonly signal: AbortSignal },
): AsyncGenerator<string> {
  const { instrument, stream } = about;
  const query = { ...asked, instrument, stream };
  if (buckets !== undefined) {
    yield bucketsText(about, format, await stored.buckets({ ...query, buckets }));
    return;
  }
  const print = sampleSheet(about, format, asked.fields);
  const isPlain = [asked.from, asked.to, asked.every, asked.limit].every((option) => option === undefined);
  const last = latest === true ? 1 : (latest ?? (isPlain ? LATEST : undefined));
  if (last === undefined) for await (const batch of stored.samples(query)) yield print(batch);
  else yield print(await stored.latest({ ...query, count: last }));
}
