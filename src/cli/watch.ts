import { Command, Option } from 'commander';
import { type Program, runningPrograms } from '../client/programs.ts';
import { followEvents } from '../client/server-events.ts';
import { withEither } from '../kit/abort.ts';
import { ConnectionError, ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { LIVE_TOPIC_NAMES } from '../model/api/live.ts';
import type { CliContext } from './context.ts';
import { liveText } from './live-text.ts';
import { write } from './output.ts';
import { type AskingOptions, jsonOption, serverOption, tokenFileOption } from './remote.ts';
import { untilStopped } from './stopping.ts';

interface WatchOptions extends AskingOptions {
  readonly topics: readonly string[];
}

/** What becomes of alerts and locks is told as events too. */
const USUAL = ['samples', 'event'];

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
        const over = new AbortController();
        await withEither([signal, over.signal], (own) =>
          Promise.all(programs.map((program) => watch(program, ids, topics, options.json ?? false, own))),
        ).finally(() => over.abort());
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
    for await (const { event, data } of followEvents(place, `/live?${query}`, { signal })) {
      if (event === 'beat') continue;
      const content: unknown = JSON.parse(data);
      await write(stdout, json ? `${JSON.stringify({ topic: event, data: content })}\n` : liveText(event, content));
    }
    throw new ConnectionError(`${place.name} has ended`);
  }
}
