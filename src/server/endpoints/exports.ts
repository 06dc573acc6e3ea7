import { z } from 'zod';
import { EXPORT_FORMATS } from '../../export/export-samples.ts';
import type { Clock } from '../../kit/clock.ts';
import { NotFoundError } from '../../kit/errors.ts';
import { Gate } from '../../kit/gate.ts';
import { name } from '../../model/api/common.ts';
import { Answer, type Endpoint, endpoint } from '../endpoint.ts';
import { nameList, stretchOf, stretchQuery } from '../stored/asked-stretch.ts';
import { EXPORTS, exportAnswer } from '../stored/export-answer.ts';
import { hasSamples } from '../stored/find-stream.ts';
import type { SharedSamples } from '../stored/shared-samples.ts';

const AT_ONCE = { atOnce: 2, waiting: 8, what: 'exports' };

/** Samples as files that other programs open. */
export function exportEndpoints(samples: SharedSamples, clock: Clock): readonly Endpoint[] {
  const gate = new Gate(AT_ONCE);
  const { data, hot } = samples;
  return [
    endpoint({
      method: 'GET',
      path: '/instruments/:id/streams/:stream/export',
      group: 'Samples',
      summary: 'Samples as a file that other programs open: CSV, JSON lines, Parquet, NetCDF (CF-1.11)',
      description: 'The same bytes as `sonde export` writes.',
      role: 'viewer',
      params: z.strictObject({ id: name, stream: name }),
      query: z.strictObject({
        format: z.enum(EXPORT_FORMATS).default('csv'),
        ...stretchQuery,
        fields: nameList.exactOptional().meta({ description: 'only these and their flags; all unless given' }),
        good_only: z
          .stringbool()
          .default(false)
          .meta({ description: 'leave out values that are flagged as suspect, failed or missing' }),
      }),
      reply: 'application/octet-stream',
      async run({ bus, params: { id: instrument, stream }, query, signal }) {
        const { format, from, to, fields, good_only: goodOnly } = query;
        if (!(await hasSamples({ bus, data, hot }, instrument, stream)))
          throw new NotFoundError(`${instrument}/${stream} has no samples yet`);
        const place = await gate.enter(signal);
        const onEnd = (): void => place[Symbol.dispose]();
        const wanted = { data, instrument, stream, ...stretchOf({ from, to }), ...(fields && { fields }), goodOnly };
        try {
          // What waits in memory belongs to it.
          await bus.find('instrument', instrument)?.flush();
          const length: { 'content-length'?: string } = {};
          const onLength = (bytes: number): void => void Object.assign(length, { 'content-length': String(bytes) });
          const now = clock.now();
          const body = await exportAnswer({ wanted, format, now, signal, onLength, onEnd });
          const { type, ending } = EXPORTS[format];
          const file = `${instrument}-${stream}.${ending}`;
          const headers = { 'content-type': type, 'content-disposition': `attachment; filename="${file}"`, ...length };
          return new Answer(body, { headers });
        } catch (error) {
          onEnd();
          throw error;
        }
      },
    }),
  ];
}
