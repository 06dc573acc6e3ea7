import { Command, Option } from 'commander';
import { type Program, runningPrograms } from '../client/programs.ts';
import { followEvents } from '../client/server-events.ts';
import { ConnectionError, ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { LIVE_TOPIC_NAMES, type LiveData } from '../model/api/live.ts';
import type { CliContext } from './context.ts';
import { rounded, show, write } from './output.ts';
import { type AskingOptions, jsonOption, serverOption, tokenFileOption } from './remote.ts';
import { untilStopped } from './stopping.ts';

interface WatchOptions extends AskingOptions {
  readonly topics: readonly string[];
}

const USUAL = ['samples', 'event', 'alert', 'lock'];

const topicsOf = (text: string): string[] => text.split(',');

/** `sonde watch`: what happens, as it happens. */
export function watchCommand({ stdout }: CliContext): Command {
  return new Command('watch')
    .description('what running instruments send and what happens to them, as it happens; Ctrl-C ends it')
    .argument('[instruments...]', 'their ids; all where none is named')
    .addOption(
      new Option('--topics <names>', `of ${LIVE_TOPIC_NAMES.join(', ')}`)
        .argParser(topicsOf)
        .default(USUAL, USUAL.join(',')),
    )
    .addOption(serverOption())
    .addOption(tokenFileOption())
    .addOption(jsonOption('a line of JSON each'))
    .action((ids: string[], { topics, ...options }: WatchOptions) =>
      untilStopped(async (signal) => {
        const programs = await runningPrograms('sonde watch', options, signal);
        const known = programs.flatMap(({ instruments }) => instruments.map((one) => one.id));
        const unknown = ids.filter((id) => !known.includes(id));
        if (unknown.length > 0) {
          throw new ParameterError(
            unknown.map((name) => ({ name, message: `no such instrument is running; ${nearest(name, known)}` })),
          );
        }
        await Promise.all(programs.map((program) => watch(program, ids, topics, options.json ?? false, signal)));
      }),
    );

  async function watch(
    { place, instruments }: Program,
    ids: readonly string[],
    topics: readonly string[],
    json: boolean,
    signal: AbortSignal,
  ) {
    const own = ids.filter((id) => instruments.some((one) => one.id === id));
    if (ids.length > 0 && own.length === 0) return;
    const query = new URLSearchParams({
      topics: topics.join(','),
      ...(own.length > 0 && { instruments: own.join(',') }),
    });
    for await (const { event, data } of followEvents(place, `/live?${query}`, signal)) {
      if (event === 'beat') continue;
      const content: unknown = JSON.parse(data);
      await write(stdout, json ? `${JSON.stringify({ topic: event, data: content })}\n` : lineOf(event, content));
    }
    throw new ConnectionError(`${place.name} has ended`);
  }
}

function lineOf(topic: string, content: unknown): string {
  if (topic === 'samples') return sampleLines(content as LiveData<'samples'>);
  if (topic === 'event') return eventLine(content as LiveData<'event'>);
  if (topic === 'alert') return alertLine(content as LiveData<'alert'>);
  return `${topic} ${JSON.stringify(content)}\n`;
}

const sampleLines = ({ instrument, stream, samples }: LiveData<'samples'>): string =>
  samples
    .map(({ time, values }) => {
      const text = Object.entries(values).map(([name, value]) => `${name}=${show(rounded(value))}`);
      return `${time}  ${instrument}/${stream}  ${text.join(' ')}\n`;
    })
    .join('');

const eventLine = ({ time, instrument, level, text, by }: LiveData<'event'>): string =>
  `${time}  ${instrument}  ${level === 'info' ? '' : `${level}: `}${text} (${by})\n`;

const alertLine = ({ at, instrument = 'all', level, text, active }: LiveData<'alert'>): string =>
  `${at}  ${instrument}  ${level} ${active ? '' : 'over: '}${text}\n`;
