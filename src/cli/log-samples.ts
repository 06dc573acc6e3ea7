import { Command, InvalidArgumentError } from 'commander';
import { linkNamed } from '../definition/links.ts';
import { ParameterError } from '../kit/errors.ts';
import { toIso } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { toSampleJson } from '../model/sample-json.ts';
import { comparePositions, formatPosition, type Position, parsePosition } from '../packet/position.ts';
import { samplesOfBytes } from '../raw/samples-of-bytes.ts';
import { storedAt } from '../raw/stored-at.ts';
import { parsed } from './arguments.ts';
import type { CliContext } from './context.ts';
import { deployedAs, type KindOptions, kindOptions } from './deployed-as.ts';
import { findLog } from './log-place.ts';
import { show, table, write } from './output.ts';
import { jsonLines } from './sheet.ts';
import { untilStopped } from './stopping.ts';
import { dataOption, flushed } from './stored-data.ts';

interface SamplesOptions extends KindOptions {
  readonly stored?: boolean;
  readonly json?: boolean;
}

interface Range {
  readonly from: Position;
  readonly to: Position;
}

const range = parsed((text: string): Range => {
  const [first = '', last, ...rest] = text.split('..');
  if (last === undefined || rest.length > 0) {
    throw new SyntaxError('must be <day>:<offset>..<day>:<offset>, e.g. 2026-11-22:1234..2026-11-22:5678');
  }
  const [from, to] = [parsePosition(first), parsePosition(last)];
  if (comparePositions(from, to) >= 0) throw new RangeError(`${last} does not stand behind ${first}`);
  return { from, to };
});

/** `sonde log samples`: what became of a stretch of bytes. */
export function samplesCommand(context: CliContext): Command {
  const command = new Command('samples')
    .description('the samples that a stretch of a log yields: decoded anew, or as they are stored')
    .argument('<instrument>', 'its id, or <id>/<link>')
    .argument('<range>', 'from a position to the first that is not wanted: 2026-11-22:1234..2026-11-22:5678', range)
    .addOption(dataOption('the logs'))
    .option(
      '--stored',
      'as they stand in the files of samples, with derived values and flags: decoded anew they have neither',
    )
    .option('--json', 'one line of JSON each');
  for (const option of kindOptions()) command.addOption(option);
  return command.action((name: string, wanted: Range, options: SamplesOptions) =>
    untilStopped((signal) => printSamples(context, name, wanted, options, signal)),
  );
}

/** An instrument's id, and its link where that is named. */
export function splitName(name: string): { readonly id: string; readonly link?: string } {
  const [id = '', link, ...rest] = name.split('/');
  if (rest.length > 0 || id === '') throw new InvalidArgumentError(`'${name}' is not <id> or <id>/<link>`);
  return { id, ...(link !== undefined && { link }) };
}

async function printSamples(
  context: CliContext,
  name: string,
  { from, to }: Range,
  options: SamplesOptions,
  signal: AbortSignal,
): Promise<void> {
  const { id, link } = splitName(name);
  const { data, definition } = await deployedAs(context, id, options);
  const { folder: dir } = findLog(name, data);
  const stretch = { dir, from, to };
  let samples: readonly Sample[];
  if (options.stored) {
    await flushed(context, id, signal);
    samples = await storedAt({ ...stretch, data, instrument: id, link });
  } else {
    const own = await definition();
    const { clock } = context;
    samples = await samplesOfBytes({
      ...stretch,
      definition: own,
      instrument: id,
      link: linkNamed(own, link),
      clock,
      signal,
    });
  }
  if (samples.length === 0 && !options.json)
    throw new ParameterError(
      `no sample has bytes between ${formatPosition(from)} and ${formatPosition(to)} of ${name}`,
    );
  await write(context.stdout, options.json ? jsonLines(samples, toSampleJson) : table(samples.map(sampleRow)));
}

/** Where it stands in the log, how long it is, and what it says. */
export const sampleRow = ({ stream, time, quality, values, log }: Sample): string[] => [
  log === undefined ? '' : `${log.link === undefined ? '' : `${log.link} `}${formatPosition(log)}`,
  log === undefined ? '' : `${log.length} bytes`,
  stream,
  toIso(time),
  quality,
  Object.entries(values)
    .map(([field, value]) => `${field}=${show(value)}`)
    .join(' '),
];
