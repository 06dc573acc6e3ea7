import { Command, Option } from 'commander';
import { linkedName } from '../config/port-agents.ts';
import { linkNamed, ONLY_LINK } from '../definition/links.ts';
import { toText } from '../kit/bytes.ts';
import { ParameterError } from '../kit/errors.ts';
import { type Nanos, toIso } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { toSampleJson } from '../model/sample-json.ts';
import { formatPosition, type Position, parsePosition } from '../packet/position.ts';
import { bytesOfSample } from '../raw/bytes-of-sample.ts';
import { nearestDecoded, nearestStored } from '../raw/nearest-sample.ts';
import { samplesOfBytes } from '../raw/samples-of-bytes.ts';
import { parsed, timeOrAgo } from './arguments.ts';
import type { CliContext } from './context.ts';
import { deployedAs, type KindOptions, kindOptions } from './deployed-as.ts';
import { findLog } from './log-place.ts';
import { sampleRow, splitName } from './log-samples.ts';
import { table, write } from './output.ts';
import { packetText } from './packet-text.ts';
import { jsonLines } from './sheet.ts';
import { untilStopped } from './stopping.ts';
import { dataOption, flushed } from './stored-data.ts';

interface BytesOptions extends KindOptions {
  readonly at?: Nanos;
  readonly position?: Position;
  readonly raw?: boolean;
  readonly packets?: boolean;
}

/** `sonde log bytes`: what a sample was decoded from. */
export function bytesCommand(context: CliContext): Command {
  const command = new Command('bytes')
    .description('the bytes that a sample was decoded from, with the sample')
    .argument('<instrument>', 'its id, or <id>/<link>')
    .argument('<stream>', 'one of its streams')
    .addOption(
      new Option('--at <time>', 'the sample whose time is nearest to that, or so long ago: -6h').argParser(
        timeOrAgo(context.clock),
      ),
    )
    .addOption(
      new Option('--position <position>', 'the sample that this byte belongs to: 2026-11-22:1234')
        .argParser(parsed(parsePosition))
        .conflicts('at'),
    )
    .addOption(dataOption('the logs'))
    .option('--raw', 'only the bytes, as they are')
    .option('--packets', 'the packets of the log that brought them');
  for (const option of kindOptions()) command.addOption(option);
  return command.action((name: string, stream: string, options: BytesOptions) =>
    untilStopped((signal) => printBytes(context, name, stream, options, signal)),
  );
}

async function printBytes(
  context: CliContext,
  name: string,
  stream: string,
  options: BytesOptions,
  signal: AbortSignal,
): Promise<void> {
  const { data, definition } = await deployedAs(context, splitName(name).id, options);
  const sample = await findSample(context, name, stream, { ...options, data, definition }, signal);
  const { log } = sample;
  if (log === undefined)
    throw new ParameterError(`the sample of ${toIso(sample.time)} does not say where its bytes stand`);
  const { id } = splitName(name);
  const { folder } = findLog(log.link === undefined ? id : linkedName(id, log.link), data);
  const { bytes, packets } = await bytesOfSample(folder, log, signal);
  if (options.raw) return write(context.stdout, bytes);
  await write(context.stdout, `${table([sampleRow(sample)])}${jsonLines([sample], toSampleJson)}`);
  if (options.packets) for (const packet of packets) await write(context.stdout, packetText(packet, true));
  else await write(context.stdout, hexDump(bytes));
}

interface Wanted extends Pick<BytesOptions, 'at' | 'position'> {
  readonly data: string;
  readonly definition: Awaited<ReturnType<typeof deployedAs>>['definition'];
}

/** The sample as it is stored, where the time is given and there are stored ones; else as it is decoded from the log. */
async function findSample(
  context: CliContext,
  name: string,
  stream: string,
  { at, position, data, definition }: Wanted,
  signal: AbortSignal,
): Promise<Sample> {
  const { id, link } = splitName(name);
  if (at !== undefined) {
    await flushed(context, id, signal);
    const stored = await nearestStored(data, id, stream, at).catch((error: unknown) => {
      if (!(error instanceof ParameterError)) throw error;
      return undefined;
    });
    if (stored !== undefined) return stored;
  }
  const own = await definition();
  const over = linkNamed(own, link ?? own.samples[stream]?.link);
  const { folder: dir } = findLog(over === ONLY_LINK ? id : linkedName(id, over), data);
  const options = { dir, definition: own, instrument: id, link: over, clock: context.clock, signal };
  if (!Object.hasOwn(own.samples, stream)) {
    const streams = Object.keys(own.samples).join(', ');
    throw new ParameterError([{ name: stream, message: `is no stream of ${own.kind}; it has ${streams}` }]);
  }
  if (position !== undefined) {
    const to = { day: position.day, offset: position.offset + 1 };
    const found = (await samplesOfBytes({ ...options, from: position, to })).find((one) => one.stream === stream);
    if (found !== undefined) return found;
    throw new ParameterError(`the byte at ${formatPosition(position)} belongs to no sample of ${stream}`);
  }
  if (at === undefined) throw new ParameterError('say which sample: --at <time>, or --position <day>:<offset>');
  const found = await nearestDecoded(options, stream, at);
  if (found !== undefined) return found;
  throw new ParameterError(`no sample of ${stream} came within a minute of ${toIso(at)}`);
}

const WIDTH = 16;

/** 16 bytes a line: where they stand among the sample's, as hex, and as text. */
function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const part = bytes.subarray(at, at + WIDTH);
    const hex = Array.from(part, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = toText(part).replace(/[^\x20-\x7e]/g, '.');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(3 * WIDTH - 1)}  ${text}\n`);
  }
  return lines.join('');
}
