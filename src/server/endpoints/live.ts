import { pipeline, type Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { z } from 'zod';
import type { Caller } from '../../bus/services.ts';
import { ParameterError } from '../../kit/errors.ts';
import { nearest } from '../../kit/nearest.ts';
import { LIVE_TOPIC_NAMES, type LiveTopic } from '../../model/api/live.ts';
import { readWanted, type Wanted } from '../../model/api/live-wanted.ts';
import { takesGzip } from '../compress.ts';
import { Answer, type Endpoint, endpoint } from '../endpoint.ts';
import type { Wants } from '../live/live-client.ts';
import type { Parts } from '../parts.ts';

const TYPE = 'text/event-stream';

const query = z.strictObject({
  topics: z
    .string()
    .max(8000)
    .default('')
    .meta({
      description: `which of ${LIVE_TOPIC_NAMES.join(', ')}; all unless given. \`samples:ctd+adcp\`: only of these instruments`,
      example: 'summary,alert,samples:ctd',
    }),
  instruments: z
    .string()
    .max(8000)
    .exactOptional()
    .meta({ description: 'only what is of these, separated by commas', example: 'ctd,adcp' }),
  last_event_id: z
    .string()
    .max(100)
    .exactOptional()
    .meta({ description: 'where to go on, for clients that cannot send the header `Last-Event-ID`' }),
});

/** What happens, as it happens. */
export const liveEndpoints = ({ live }: Parts): readonly Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/live',
    group: 'Live',
    summary: 'What happens, as it happens: server-sent events',
    description:
      'The events are called as the topics; their data is JSON: `summary` →LiveSummary (only what changed; `gone` names what there is no more), `samples` →LiveSamples, `event` →Event, `job` →Job, `parameters` those of an instrument that changed, `alert` →Alert, `lock` the →Lock of an instrument or null, `mission` →MissionRun, `registry` an instrument that was added or removed. After a lost connection, `Last-Event-ID` goes on where it broke off; a `gap` says that too much has happened meanwhile: ask for everything anew. A `beat` comes every second while nothing else does. Who is too slow is cut off.',
    role: 'viewer',
    query,
    reply: TYPE,
    run: ({ query: { topics, instruments, last_event_id }, caller, came }) => {
      const lastId = came.headers['last-event-id'] ?? last_event_id;
      const wants = wantsOf(readWanted(topics), instruments?.split(','), caller);
      const told = live.join({ address: came.address, wants, lastId });
      const headers = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' };
      if (!takesGzip(came.headers['accept-encoding'])) return new Answer(told, { headers });
      return new Answer(smaller(told), { headers: { ...headers, 'content-encoding': 'gzip' } });
    },
  }),
];

function wantsOf(wanted: Wanted, instruments: readonly string[] | undefined, caller: Caller): Wants {
  const unknown = [...wanted.keys()].filter((topic) => !LIVE_TOPIC_NAMES.some((one) => one === topic));
  if (unknown.length > 0) {
    throw new ParameterError(
      unknown.map((name) => ({
        where: 'the query',
        name,
        message: `no such topic; ${nearest(name, LIVE_TOPIC_NAMES)}`,
      })),
    );
  }
  const only = instruments && new Set(instruments);
  const isAllowed = (instrument: string | undefined): boolean =>
    (only === undefined || instrument === undefined || only.has(instrument)) &&
    (caller.instruments === undefined || (instrument !== undefined && caller.instruments.includes(instrument)));
  return (topic: LiveTopic, instrument) => {
    const of = wanted.size === 0 ? 'all' : wanted.get(topic);
    if (of === undefined || !isAllowed(instrument)) return false;
    return of === 'all' || instrument === undefined || of.has(instrument);
  };
}

/** Each batch goes out at once; the memory for one client is some 20 KB. */
function smaller(told: Readable): Readable {
  const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH, level: 4, windowBits: 12, memLevel: 5 });
  pipeline(told, gzip, () => {}); // either ends the other
  return gzip;
}
