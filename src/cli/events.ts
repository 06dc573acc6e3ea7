import { join } from 'node:path';
import { Command, Option } from 'commander';
import { ParameterError } from '../kit/errors.ts';
import { nearest } from '../kit/nearest.ts';
import { type Nanos, toIso } from '../kit/time.ts';
import { EVENT_LEVELS, type EventLevel, type InstrumentEvent, toEventJson } from '../model/event.ts';
import { EVENT_TYPES } from '../model/event-types.ts';
import { matches } from '../store/events/event-matches.ts';
import { eventsEnd, followEvents } from '../store/events/follow-events.ts';
import { type EventQuery, readEvents } from '../store/events/read-events.ts';
import { eventFolders } from '../store/events/stored-events.ts';
import { countNumber, timeOrAgo } from './arguments.ts';
import type { CliContext } from './context.ts';
import { table, write } from './output.ts';
import { untilStopped } from './stopping.ts';
import { configOption, type DataOptions, dataOption, existingData } from './stored-data.ts';

interface EventsOptions extends DataOptions {
  readonly type?: readonly string[];
  readonly level?: EventLevel;
  readonly by?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly from?: Nanos;
  readonly to?: Nanos;
  readonly limit: number;
  readonly follow?: boolean;
  readonly json?: boolean;
}

/** A table's sentences end after so many characters. */
const LONGEST = 200;

/** `sonde events`: what happened to instruments. */
export function eventsCommand(context: CliContext): Command {
  return new Command('events')
    .description('show what happened to an instrument: states, parameters, commands, faults, gaps, and who did it')
    .argument('[instrument]', 'its id; all where none is named')
    .addOption(dataOption('the events'))
    .addOption(configOption())
    .option('--type <types...>', 'only these types, e.g. parameter_changed command')
    .addOption(new Option('--level <level>', 'this level or higher').choices(EVENT_LEVELS))
    .option('--by <who>', 'how the name of whoever did it begins, e.g. ada or schedule')
    .option('--subject <name>', 'about this parameter, command, job or stream')
    .option('--text <words>', 'what the sentence holds')
    .option('--from <time>', 'at this time or later, or so long ago: -6h', timeOrAgo(context.clock))
    .option('--to <time>', 'before this time', timeOrAgo(context.clock))
    .option('--limit <count>', 'the newest so many', countNumber, 100)
    .option('-f, --follow', 'go on with those that come, until Ctrl-C')
    .option('--json', 'one line of JSON each')
    .action((id: string | undefined, options: EventsOptions) =>
      untilStopped((signal) => showEvents(context, id, options, signal)),
    );
}

async function showEvents(
  context: CliContext,
  id: string | undefined,
  { data, config, type: types, limit, follow, json, ...rest }: EventsOptions,
  signal: AbortSignal,
): Promise<void> {
  checkTypes(types);
  const { stdout, stderr, clock } = context;
  const query: EventQuery = { ...rest, types };
  const places = await foldersOf(await existingData(context, { data, config }), id);
  const format = (events: readonly InstrumentEvent[]): string =>
    json ? events.map((event) => `${JSON.stringify(toEventJson(event))}\n`).join('') : rows(events, id === undefined);
  const end = await eventsEnd(places);
  const newest = await readEvents(places, { ...query, order: 'newest', limit: limit + 1 });
  const shown = newest.slice(0, limit).reverse();
  if (newest.length === 0 && !follow) stderr.write('no such events\n');
  if (newest.length > limit && !json) stderr.write(`the newest ${limit}; --limit shows more\n`);
  await write(stdout, format(shown));
  if (!follow) return;
  const known = new Set(shown.map(nameOf));
  for await (const events of followEvents(places, end, { clock, signal })) {
    await write(stdout, format(events.filter((event) => matches(event, query) && !known.has(nameOf(event)))));
  }
}

/** Several things may have happened at one time: where it is that of what was read from the log. */
const nameOf = ({ instrument, time, type, subject }: InstrumentEvent): string =>
  `${instrument} ${time} ${type} ${subject}`;

function checkTypes(types: readonly string[] = []): void {
  const known = Object.keys(EVENT_TYPES);
  const wrong = types.filter((type) => !known.includes(type));
  if (wrong.length === 0) return;
  throw new ParameterError(wrong.map((name) => ({ name, message: `no such type; ${nearest(name, known)}` })));
}

/** Where the events of an instrument are, or of all; a `ParameterError` where there are none. */
async function foldersOf(data: string, id: string | undefined): Promise<string[]> {
  const all = await eventFolders(data);
  const wanted = id === undefined ? [...all.values()] : [all.get(id) ?? []].flat();
  if (wanted.length > 0) return wanted;
  const others = all.size > 0 ? `, or ${[...all.keys()].join(', ')}` : '';
  const message = `there are no events in ${join(data, id ?? '<instrument>', 'events')}; give --data${others}`;
  throw new ParameterError([{ name: id ?? data, message }]);
}

function rows(events: readonly InstrumentEvent[], withInstrument: boolean): string {
  return table(
    events.map((event) => [
      toIso(event.time).replace(/(\.\d{3})\d+Z$/, '$1Z'),
      ...(withInstrument ? [event.instrument] : []),
      event.level,
      event.type,
      event.by,
      sentence(event),
    ]),
  );
}

function sentence({ text, count, until }: InstrumentEvent): string {
  const whole = text.replace(/\s*\n\s*/g, '; ');
  const line = whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
  return count === undefined
    ? line
    : `${line} (the last of ${count} alike${until === undefined ? '' : `, ${toIso(until)}`})`;
}
