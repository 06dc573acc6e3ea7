import { z } from 'zod';
import type { Caller } from '../../bus/services.ts';
import { Gate } from '../../kit/gate.ts';
import { type Nanos, toIso } from '../../kit/time.ts';
import { askedTime } from '../../model/api/common.ts';
import { eventsAnswer } from '../../model/api/data.ts';
import { EVENT_LEVELS, type InstrumentEvent, toEventJson } from '../../model/event.ts';
import { type StoredEventQuery, storedEvents } from '../../store/events/stored-events.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { nameList, stretchOf, stretchQuery, toNanos } from '../stored/asked-stretch.ts';

/** Each query opens the files of events for itself. */
const AT_ONCE = { atOnce: 2, waiting: 32, what: 'queries of events' };
/** So many happen at one time at the most. */
const SAME_TIME = 10_000;

const query = z.strictObject({
  ...stretchQuery,
  instruments: nameList.exactOptional().meta({ description: 'of these; `system` stands for the program itself' }),
  types: nameList.exactOptional().meta({ example: 'command,parameter_changed' }),
  levels: nameList
    .pipe(z.array(z.enum(EVENT_LEVELS)))
    .exactOptional()
    .meta({ example: 'warning,error' }),
  subject: z.string().max(200).exactOptional().meta({ description: 'a parameter, a command, a job, a stream' }),
  by: z.string().max(200).exactOptional().meta({ description: 'how the name of whoever did it begins' }),
  search: z.string().max(200).exactOptional().meta({ description: 'what the sentence holds, in capitals or not' }),
  before: askedTime.exactOptional().meta({ description: '`next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});

/** What happened, and who did it. */
export function eventEndpoints({ data }: { readonly data: string }): readonly Endpoint[] {
  const gate = new Gate(AT_ONCE);
  return [
    endpoint({
      method: 'GET',
      path: '/events',
      group: 'Events',
      summary: 'What happened, and who did it; newest first',
      role: 'viewer',
      query,
      reply: eventsAnswer,
      run: ({ query: asked, caller, signal }) =>
        gate.run(() => pageOf(data, eventQuery(asked, caller), asked.limit), signal),
    }),
  ];
}

function eventQuery(asked: z.output<typeof query>, caller: Caller): StoredEventQuery {
  const { instruments, types, levels, subject, by, search, before } = asked;
  const stretch = stretchOf(asked);
  const end = before === undefined ? undefined : toNanos(before);
  return {
    ...stretch,
    ...(end !== undefined && (stretch.to === undefined || end < stretch.to) && { to: end }),
    instruments: allowed(instruments, caller),
    types,
    levels,
    subject,
    by,
    text: search,
  };
}

/** Of those that are asked for those that a token is for. */
const allowed = (wanted: readonly string[] | undefined, { instruments }: Caller): readonly string[] | undefined =>
  instruments === undefined ? wanted : (wanted ?? instruments).filter((id) => instruments.includes(id));

/** A page, and the time before which the next one ends: events of the same time are never on two pages. */
async function pageOf(data: string, wanted: StoredEventQuery, limit: number): Promise<z.input<typeof eventsAnswer>> {
  const found = await storedEvents(data, { ...wanted, order: 'newest', limit: limit + 1 });
  const beyond = found[limit];
  if (beyond === undefined) return { events: found.map(toEventJson) };
  const whole = found.filter(({ time }) => time !== beyond.time);
  const events = whole.length > 0 ? whole : await allAt(data, wanted, beyond.time);
  const last: InstrumentEvent = events.at(-1) ?? beyond;
  return { events: events.map(toEventJson), next: toIso(last.time) };
}

const allAt = (data: string, wanted: StoredEventQuery, time: Nanos): Promise<InstrumentEvent[]> =>
  storedEvents(data, { ...wanted, from: time, to: time + 1n, limit: SAME_TIME });
