import { Command, Option } from 'commander';
import { folders } from '../agent/folders.ts';
import type { DamagedLogError } from '../packet/compressed-source.ts';
import type { Packet } from '../packet/decoder.ts';
import { logDays } from '../packet/log-days.ts';
import { type LoggedPacket, readLog } from '../packet/log-reader.ts';
import { withDay } from '../packet/open-day.ts';
import type { Position } from '../packet/position.ts';
import type { Generation } from '../packet/types.ts';
import { LoggerClient } from '../port-agent/logger-client.ts';
import { runningPortAgent } from '../port-agent/run-file.ts';
import { type LogPoint, lineCount, logPoint } from './arguments.ts';
import type { CliContext } from './context.ts';
import { bytesCommand } from './log-bytes.ts';
import { archivedCommand, listCommand } from './log-list.ts';
import { findLog, generationOption, LOG_ARGUMENT } from './log-place.ts';
import { samplesCommand } from './log-samples.ts';
import { verifyCommand } from './log-verify.ts';
import { write } from './output.ts';
import { packetText } from './packet-text.ts';
import { untilStopped } from './stopping.ts';
import { configOption, type DataOptions, dataOf, dataOption } from './stored-data.ts';

interface CatOptions extends DataOptions {
  readonly hex?: boolean;
  readonly raw?: boolean;
  readonly from?: LogPoint;
  readonly to?: LogPoint;
  readonly generation: Generation;
}

interface TailOptions extends DataOptions {
  readonly hex?: boolean;
  readonly raw?: boolean;
  readonly lines: number;
}

/** `sonde log`: what went over the wire. */
export function logCommand(context: CliContext): Command {
  const cat = new Command('cat')
    .description('packets as text: time, direction, bytes')
    .argument('<log>', LOG_ARGUMENT)
    .addOption(dataOption('the logs'))
    .addOption(configOption())
    .option('--hex', 'bytes as hex')
    .option('--raw', 'only the bytes that the instrument sent, as they are')
    .addOption(new Option('--from <when>', 'a time, or a position such as 2026-11-22:1234').argParser(logPoint))
    .addOption(new Option('--to <when>', 'a time, or a position').argParser(logPoint))
    .addOption(generationOption())
    .action((target: string, options: CatOptions) =>
      untilStopped((signal) => printLog(context, target, options, signal)),
    );

  const tail = new Command('tail')
    .description('the last packets of an instrument, and then what comes')
    .argument('<instrument>', 'its id, or <id>/<link>')
    .addOption(dataOption('the logs'))
    .addOption(configOption())
    .option('--hex', 'bytes as hex')
    .option('--raw', 'only the bytes that the instrument sent, as they are')
    .option('-n, --lines <count>', 'how many of the last packets', lineCount, 10)
    .action((name: string, options: TailOptions) =>
      untilStopped((signal) => followLog(context, name, options, signal)),
    );

  return new Command('log')
    .description('what went over the wire: every byte in both directions, with its time')
    .addCommand(cat)
    .addCommand(tail)
    .addCommand(verifyCommand(context))
    .addCommand(listCommand(context))
    .addCommand(archivedCommand(context))
    .addCommand(bytesCommand(context))
    .addCommand(samplesCommand(context));
}

const format = (packet: Packet, { hex = false, raw = false }: { hex?: boolean; raw?: boolean }) =>
  raw ? (packet.type === 'DATA_FROM_INSTRUMENT' ? packet.payload : new Uint8Array()) : packetText(packet, hex);

async function printLog(context: CliContext, target: string, options: CatOptions, signal: AbortSignal): Promise<void> {
  const { stdout, stderr } = context;
  const { folder, day } = findLog(target, await dataOf(context, options));
  const { from, to, generation } = options;
  const start = from && 'position' in from ? from.position : day === undefined ? undefined : { day, offset: 0 };
  const end = to === undefined ? await endOf(folder, day) : 'position' in to ? to.position : to.time;
  const earliest = from && 'time' in from ? from.time : undefined;
  const onLost = ({ message }: DamagedLogError): void => void stderr.write(`sonde: passed over: ${message}\n`);
  for await (const batch of readLog(folder, { from: start, to: end, generation, signal, onLost })) {
    for (const logged of batch) {
      if (earliest !== undefined && logged.packet.time < earliest) continue;
      await write(stdout, format(logged.packet, options));
    }
  }
}

/** A day's file ends with the day; a whole log ends where it ends now. */
async function endOf(folder: string, day: string | undefined): Promise<Position | undefined> {
  return day === undefined ? undefined : { day, offset: await sizeOf(folder, day) };
}

const sizeOf = (folder: string, day: string): Promise<number> => withDay(folder, day, async ({ size }) => size);

/** So much of the log is looked at for its last packets. */
const TAIL = 1 << 20;

async function nearEnd(folder: string): Promise<Position | undefined> {
  const day = (await logDays(folder)).at(-1);
  return day === undefined ? undefined : { day, offset: Math.max(0, (await sizeOf(folder, day)) - TAIL) };
}

async function followLog(context: CliContext, name: string, options: TailOptions, signal: AbortSignal): Promise<void> {
  const data = await dataOf(context, options);
  const { folder } = findLog(name, data);
  const last: LoggedPacket[] = [];
  let end: Position | undefined;
  for await (const batch of readLog(folder, { from: await nearEnd(folder), signal })) {
    last.push(...batch);
    last.splice(0, last.length - options.lines);
    const { packet, position } = batch.at(-1)!;
    end = { day: position.day, offset: position.offset + packet.size };
  }
  for (const logged of last) await write(context.stdout, format(logged.packet, options));
  const running = await runningPortAgent(folders(data, name).run, name);
  if (running === undefined) return;
  await follow(context, running.listen, running.ports.data, running.ports.http, end, options, signal);
}

async function follow(
  { stdout, clock }: CliContext,
  host: string,
  port: number,
  httpPort: number,
  from: Position | undefined,
  options: TailOptions,
  signal: AbortSignal,
): Promise<void> {
  const client = new LoggerClient(host, port, { httpPort, from: from ?? 'start', clock });
  const over = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => over.resolve(), { once: true });
  try {
    await client.initComms({
      onPackets: async (packets) => {
        for (const { packet } of packets) await write(stdout, format(packet, options));
      },
      onLost: over.reject,
    });
    await over.promise;
  } finally {
    await client.stopComms();
  }
}
