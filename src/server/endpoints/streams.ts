import { z } from 'zod';
import { toIso } from '../../kit/time.ts';
import { name } from '../../model/api/common.ts';
import { bucketsAnswer, samplesAnswer, storedStream } from '../../model/api/data.ts';
import type { Buckets } from '../../store/buckets/query-buckets.ts';
import type { SampleQuery } from '../../store/read/sample-query.ts';
import { Answer, type Asked, type Endpoint, endpoint } from '../endpoint.ts';
import { nameList, stretchOf, stretchQuery } from '../stored/asked-stretch.ts';
import { describeStreams } from '../stored/describe-streams.ts';
import { hasSamples } from '../stored/find-stream.ts';
import { formOf, SAMPLE_FORMS, SAMPLE_PIECES } from '../stored/sample-pieces.ts';
import type { SharedSamples } from '../stored/shared-samples.ts';
import { streamed } from '../stored/streaming.ts';

const GROUP = 'Samples';
const MOST = 100_000;
const params = z.strictObject({ id: name, stream: name });
const FORMS = 'As JSON; with `Accept: application/x-ndjson` one sample a line, with `Accept: text/csv` as a table.';

const fields = nameList.exactOptional().meta({ description: 'only these; all unless given' });

/** What is stored of instruments: streams, their samples, and what plots show of them. */
export function streamEndpoints(samples: SharedSamples): readonly Endpoint[] {
  const placeOf = ({ bus }: Pick<Asked<unknown, unknown, unknown>, 'bus'>) => ({
    bus,
    data: samples.data,
    hot: samples.hot,
  });

  /** Samples in the form that the request accepts. */
  async function answer(
    asked: Asked<z.output<typeof params>, unknown, unknown>,
    wanted: Omit<SampleQuery, 'instrument' | 'stream' | 'signal' | 'limit'>,
    limit: number,
    isLatest = false,
  ): Promise<Answer> {
    const { params: of, signal, came } = asked;
    const form = formOf(came.headers.accept);
    const headers = { 'content-type': SAMPLE_FORMS[form], 'cache-control': 'no-store' };
    const { id: instrument, stream } = of;
    const query = { ...wanted, instrument, stream, signal };
    const isThere = await hasSamples(placeOf(asked), instrument, stream);
    const pieces = samples.stream(signal, async function* (open) {
      const about = isThere ? await open.stream(instrument, stream) : { fields: {}, flags: {} };
      async function* batches() {
        if (!isThere) return;
        if (isLatest) yield await open.latest({ ...query, count: limit });
        else yield* open.samples({ ...query, limit: limit + 1 });
      }
      yield* SAMPLE_PIECES[form](batches(), limit, about, query.fields);
    });
    return new Answer(await streamed(pieces, signal), { headers });
  }

  return [
    endpoint({
      method: 'GET',
      path: '/instruments/:id/streams',
      group: GROUP,
      summary: 'The streams of an instrument: fields, extent, size',
      role: 'viewer',
      params: z.strictObject({ id: name }),
      reply: z.array(storedStream),
      run: (asked) => describeStreams(placeOf(asked), samples, asked.params.id, asked.signal),
    }),
    endpoint({
      method: 'GET',
      path: '/instruments/:id/streams/:stream/samples',
      group: GROUP,
      summary: 'Samples of a stretch of time',
      description: `${FORMS} \`more\` says that there are more than \`limit\`.`,
      role: 'viewer',
      params,
      query: z.strictObject({
        ...stretchQuery,
        fields,
        limit: z.coerce.number().int().min(1).max(MOST).default(1000),
        every: z.coerce
          .number()
          .int()
          .min(1)
          .max(1e9)
          .exactOptional()
          .meta({ description: 'the first one, and then every so many-th' }),
        order: z.enum(['time', 'newest', 'stored']).default('time'),
      }),
      reply: samplesAnswer,
      run: (asked) => {
        const { from, to, limit, ...query } = asked.query;
        return answer(asked, { ...query, ...stretchOf({ from, to }) }, limit);
      },
    }),
    endpoint({
      method: 'GET',
      path: '/instruments/:id/streams/:stream/latest',
      group: GROUP,
      summary: 'The last samples, oldest first',
      description: FORMS,
      role: 'viewer',
      params,
      query: z.strictObject({ count: z.coerce.number().int().min(1).max(10_000).default(1), fields }),
      reply: samplesAnswer,
      run: (asked) => {
        const { count, ...query } = asked.query;
        return answer(asked, query, count, true);
      },
    }),
    endpoint({
      method: 'GET',
      path: '/instruments/:id/streams/:stream/buckets',
      group: GROUP,
      summary:
        'For plots: the least, the greatest and the mean of numbers, for each of at most so many equal stretches',
      description:
        'In columns: `time` is when each stretch begins that has samples. Long stretches come from minutes summed up before.',
      role: 'viewer',
      params,
      query: z.strictObject({
        ...stretchQuery,
        fields,
        buckets: z.coerce.number().int().min(1).max(10_000).default(1000),
        without_failed: z.stringbool().default(false).meta({ description: 'leave out what a quality test has failed' }),
      }),
      reply: bucketsAnswer,
      run: async (asked) => {
        const { params: of, query, signal } = asked;
        const { id: instrument, stream } = of;
        if (!(await hasSamples(placeOf(asked), instrument, stream))) return toColumns({ width: 0n, buckets: [] });
        const { fields: names, buckets, without_failed: withoutFailed } = query;
        const wanted = {
          instrument,
          stream,
          buckets,
          withoutFailed,
          ...stretchOf(query),
          ...(names && { fields: names }),
        };
        return toColumns(await samples.query(signal, (open) => open.buckets({ ...wanted, signal })));
      },
    }),
  ];
}

/** Buckets as columns. */
function toColumns({ width, buckets }: Buckets): z.input<typeof bucketsAnswer> {
  const names = Object.keys(buckets[0]?.values ?? {});
  return {
    width: Number(width) / 1e9,
    time: buckets.map(({ time }) => toIso(time)),
    rows: buckets.map(({ rows }) => rows),
    fields: Object.fromEntries(
      names.map((field) => {
        const column = (of: 'min' | 'max' | 'mean') => buckets.map(({ values }) => values[field]?.[of] ?? null);
        return [field, { min: column('min'), max: column('max'), mean: column('mean') }];
      }),
    ),
  };
}
