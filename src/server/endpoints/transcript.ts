import { z } from 'zod';
import type { Bus } from '../../bus/bus.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Instrument } from '../../definition/instrument.ts';
import { fromHex, unescapeText } from '../../kit/bytes.ts';
import type { Clock } from '../../kit/clock.ts';
import { describeError, ParameterError } from '../../kit/errors.ts';
import { Gate } from '../../kit/gate.ts';
import { askedTime, name } from '../../model/api/common.ts';
import { logDay, transcriptPage } from '../../model/api/data.ts';
import { describeLog } from '../../packet/describe-log.ts';
import { isDay, type Position, parsePosition } from '../../packet/position.ts';
import { readSpan } from '../../packet/read-span.ts';
import { Answer, type Endpoint, endpoint } from '../endpoint.ts';
import type { Limits } from '../limits.ts';
import { toNanos } from '../stored/asked-stretch.ts';
import type { Traffic } from '../traffic.ts';
import type { Sought } from '../transcript/finder.ts';
import { TranscriptFollowing } from '../transcript/live.ts';
import { logOf } from '../transcript/log-of.ts';
import { positionAt } from '../transcript/position-at.ts';
import { rawDay } from '../transcript/raw-day.ts';
import { type PageQuery, readPage } from '../transcript/transcript-page.ts';

export interface TranscriptOptions {
  readonly data: string;
  readonly clock: Clock;
  readonly catalogue: Pick<Catalogue, 'load'>;
  readonly traffic: Traffic;
  readonly limits: Limits;
}

const GROUP = 'Transcript and raw log';
const SSE = 'text/event-stream';
const BINARY = 'application/octet-stream';
/** So many look into logs at once: each reads and decodes some MB. */
const AT_ONCE = { atOnce: 2, waiting: 32, what: 'searches of logs' };

const params = z.strictObject({ id: name });
const link = name.exactOptional().meta({ description: 'which link, where the instrument has several' });
const position = z
  .string()
  .max(40)
  .regex(/^\d{4}-\d\d-\d\d:\d{1,15}$/, 'must be a position in a log such as 2026-11-22:1234')
  .refine((text) => isDay(text.slice(0, 10)), 'must be a position in a log such as 2026-11-22:1234')
  .meta({ example: '2026-11-22:1234' });
const place = z.union([position, askedTime], { error: 'must be a position such as 2026-11-22:1234 or a time' });
const day = z.string().refine(isDay, 'must be a day such as 2026-11-22');

const pageQuery = z.strictObject({
  at: place.exactOptional().meta({ description: 'the page around a time or a position' }),
  from: place.exactOptional().meta({ description: 'the page that begins there' }),
  before: place.exactOptional().meta({ description: 'the page that ends there' }),
  to: place.exactOptional().meta({ description: 'what is logged there or behind is not wanted' }),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  search: z.string().min(1).max(1000).exactOptional().meta({
    description:
      'the page around the next place where this stands, in capitals or not, from `from` on or backwards from `before`; \\r, \\n, \\x1b stand for what is no text',
  }),
  hex: z.stringbool().default(false).meta({ description: '`search` is hex digits' }),
  link,
});

/** What went over the lines of instruments, byte for byte. */
export function transcriptEndpoints(options: TranscriptOptions): readonly Endpoint[] {
  const { data, clock, catalogue } = options;
  const following = new TranscriptFollowing(options);
  const gate = new Gate(AT_ONCE);

  return [
    endpoint({
      method: 'GET',
      path: '/instruments/:id/transcript',
      group: GROUP,
      summary:
        'What went over the line, both ways, with the stretches that are records; the newest unless a place is given',
      description:
        'A search reads a bounded part of the log for each request: without `hit` it goes on from `next`, or `previous` where it goes backwards.',
      role: 'viewer',
      params,
      query: pageQuery,
      reply: transcriptPage,
      run: ({ bus, params: { id }, query, signal }) =>
        gate.run(async () => {
          const log = await logOf({ bus, data }, id, query.link);
          const wanted = await pageQueryOf(log.dir, query);
          return readPage(wanted, { log, clock, signal, definition: await definitionOf(bus, catalogue, id) });
        }, signal),
    }),
    endpoint({
      method: 'GET',
      path: '/instruments/:id/transcript/live',
      group: GROUP,
      summary: 'The same as it comes: server-sent events `entry`, each with its position as id',
      description: '`Last-Event-ID`, or `from`, is where to begin; records are not marked.',
      role: 'viewer',
      params,
      query: z.strictObject({ from: position.exactOptional(), link }),
      reply: SSE,
      problems: ['connection', 'timeout'],
      run: async ({ bus, params: { id }, query, signal, came }) => {
        const log = await logOf({ bus, data }, id, query.link);
        const last = position.safeParse(came.headers['last-event-id']);
        const from = last.success ? last.data : query.from;
        const body = await following.follow({
          log,
          from: from === undefined ? undefined : parsePosition(from),
          signal,
        });
        return new Answer(body, { headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' } });
      },
    }),
    endpoint({
      method: 'GET',
      path: '/instruments/:id/log',
      group: GROUP,
      summary: 'The days of the raw log',
      role: 'viewer',
      params,
      query: z.strictObject({ link }),
      reply: z.array(logDay),
      run: async ({ bus, params: { id }, query }) => {
        const { dir } = await logOf({ bus, data }, id, query.link);
        return (await describeLog(dir)).map(({ day: own, bytes = 0, stored, here }) => ({
          day: own,
          bytes,
          stored_bytes: stored,
          compressed: here !== 'plain',
        }));
      },
    }),
    endpoint({
      method: 'GET',
      path: '/instruments/:id/log/:day',
      group: GROUP,
      summary: 'A day of the raw log as it was written: packets of OOI port agents',
      description: 'Also a part of it, by the header `range`.',
      role: 'viewer',
      params: params.extend({ day }),
      query: z.strictObject({ link }),
      reply: BINARY,
      problems: ['range'],
      run: async ({ bus, params: { id, day: wanted }, query, came, signal }) =>
        rawDay(await logOf({ bus, data }, id, query.link), wanted, came.headers.range, signal),
    }),
    endpoint({
      method: 'GET',
      path: '/instruments/:id/bytes',
      group: GROUP,
      summary: 'Bytes that the instrument sent: those of a sample, by its `log`',
      role: 'viewer',
      params,
      query: z.strictObject({
        day,
        offset: z.coerce.number().int().min(0),
        length: z.coerce
          .number()
          .int()
          .min(1)
          .max(4 << 20),
        link,
      }),
      reply: BINARY,
      run: ({ bus, params: { id }, query: { link: wanted, ...span }, signal }) =>
        gate.run(async () => readSpan((await logOf({ bus, data }, id, wanted)).dir, span, { signal }), signal),
    }),
  ];
}

/** What decodes an instrument's bytes; nothing where it does not run. */
async function definitionOf(bus: Bus, catalogue: Pick<Catalogue, 'load'>, id: string): Promise<Instrument | undefined> {
  const summary = await bus.find('instrument', id)?.summary();
  return summary && catalogue.load(summary.kind);
}

async function pageQueryOf(dir: string, query: z.output<typeof pageQuery>): Promise<PageQuery> {
  const { at, from, before, to, limit, search } = query;
  const given = { around: at, from, before };
  const hows = (['around', 'from', 'before'] as const).filter((how) => given[how] !== undefined);
  if (hows.length > 1)
    throw new ParameterError([{ name: 'at, from, before', message: 'only one of them can be given' }]);
  const [how] = hows;
  const where = how && (await positionOf(dir, given[how]));
  const until = await positionOf(dir, to);
  return {
    limit,
    ...(how && where && { place: { how, at: where } }),
    ...(until && { to: until }),
    ...(search !== undefined && { sought: soughtOf(search, query.hex) }),
  };
}

async function positionOf(dir: string, text: string | undefined): Promise<Position | undefined> {
  if (text === undefined) return undefined;
  return position.safeParse(text).success ? parsePosition(text) : positionAt(dir, toNanos(text));
}

function soughtOf(search: string, isHex: boolean): Sought {
  try {
    const bytes = isHex ? fromHex(search) : unescapeText(search);
    if (bytes.length === 0) throw new SyntaxError('there is nothing to look for');
    return { bytes, isText: !isHex };
  } catch (error) {
    throw new ParameterError([{ name: 'search', message: describeError(error) }], { cause: error });
  }
}
