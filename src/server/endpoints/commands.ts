import { z } from 'zod';
import { findInstrument } from '../../bus/find-instrument.ts';
import type { Command, InstrumentService } from '../../bus/services.ts';
import { withEither } from '../../kit/abort.ts';
import type { Clock } from '../../kit/clock.ts';
import { json, jsonValues, name } from '../../model/api/common.ts';
import { parameterState } from '../../model/api/instrument.ts';
import { isOver, type Job, job } from '../../model/api/job.ts';
import type { ProblemCode } from '../../model/api/problem.ts';
import { Answer, type Asked, type Endpoint, endpoint } from '../endpoint.ts';
import type { Parts } from '../parts.ts';

/** What an instrument may have against being used. */
const USE: readonly ProblemCode[] = ['state', 'connection', 'timeout', 'protocol'];

const GROUP = 'Commands and parameters';
const MOST_SECONDS = 600;
const params = z.strictObject({ id: name });
const jobParams = params.extend({ job: z.string().max(100) });
const wait = z
  .number()
  .min(0)
  .max(MOST_SECONDS)
  .meta({ description: 'so many s are waited for its end: 200 where it is over by then, else 202', example: 30 });

const scalar = z.union([z.number(), z.string().max(100_000), z.boolean(), z.null()]);
const values = z.record(z.string().max(100), z.union([scalar, z.array(scalar)]));
const changes = z.record(z.string(), z.object({ from: json, to: json, changes: z.boolean() }));

const names = z
  .string()
  .max(8000)
  .transform((text) => text.split(',').filter((part) => part !== ''))
  .exactOptional()
  .meta({ description: 'only these, separated by commas; all unless given', example: 'interval,output_salinity' });

/** A job, when it is over or so many seconds have passed. */
async function whenOver(
  instrument: InstrumentService,
  { id }: Job,
  seconds: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<Job> {
  const late = new AbortController();
  const timer = clock.after(seconds * 1000, () => late.abort());
  try {
    return await withEither([signal, late.signal], (either) => instrument.wait(id, either));
  } finally {
    timer.cancel();
  }
}

const told = (own: Job): Answer => new Answer(own, { status: isOver(own) ? 200 : 202 });

/** Having instruments do something. */
export function commandEndpoints({ clock }: Pick<Parts, 'clock'>): readonly Endpoint[] {
  const begin = async (
    {
      bus,
      params: { id },
      caller,
      signal,
    }: Pick<Asked<{ id: string }, unknown, unknown>, 'bus' | 'params' | 'caller' | 'signal'>,
    command: Command,
    seconds: number,
  ): Promise<Answer> => {
    const instrument = findInstrument(bus, id);
    const begun = await instrument.start(command, caller);
    return told(seconds > 0 ? await whenOver(instrument, begun, seconds, clock, signal) : begun);
  };
  return [
    endpoint({
      method: 'GET',
      path: '/instruments/:id/parameters',
      group: GROUP,
      summary: 'The values of parameters',
      description: 'Asked of the instrument where they are older than a minute and its state allows it.',
      role: 'viewer',
      params,
      query: z.strictObject({ names }),
      reply: jsonValues,
      problems: USE,
      run: ({ bus, params: { id }, query, caller, signal }) =>
        findInstrument(bus, id).get(query.names ?? 'all', caller, signal),
    }),
    endpoint({
      method: 'PATCH',
      path: '/instruments/:id/parameters',
      group: GROUP,
      summary: 'Change parameters',
      description:
        'All values are checked before anything is sent; what differs is sent and read back. With `dry_run` nothing is sent: the answer says what would change.',
      role: 'operator',
      params,
      body: z.strictObject({ values: values.meta({ example: { interval: 60 } }), dry_run: z.boolean().default(false) }),
      reply: z.union([z.record(z.string(), parameterState), changes]),
      problems: USE,
      run({ bus, params: { id }, body, caller, signal }) {
        const instrument = findInstrument(bus, id);
        return body.dry_run ? instrument.preview(body.values) : instrument.set(body.values, caller, signal);
      },
    }),
    endpoint({
      method: 'POST',
      path: '/instruments/:id/commands/:command',
      group: GROUP,
      summary: 'Begin a command',
      description:
        'Dangerous ones want `confirm: true`, and the role engineer. The job goes on if whoever asked goes away.',
      role: 'operator',
      params: params.extend({ command: z.string().max(100) }),
      body: z.strictObject({ args: values.default({}), confirm: z.boolean().default(false), wait: wait.default(0) }),
      reply: job,
      status: 202,
      problems: [...USE, 'confirmation', 'not_implemented'],
      run: (asked) => {
        const { args, confirm, wait: seconds } = asked.body;
        return begin(asked, { command: asked.params.command, args, confirm }, seconds);
      },
    }),
    endpoint({
      method: 'POST',
      path: '/instruments/:id/discover',
      group: GROUP,
      summary: 'Find out what it is doing',
      role: 'operator',
      params,
      body: z.strictObject({ wait: wait.default(0) }),
      reply: job,
      status: 202,
      problems: USE,
      run: (asked) => begin(asked, { command: 'discover', args: {} }, asked.body.wait),
    }),
    endpoint({
      method: 'GET',
      path: '/instruments/:id/jobs',
      group: GROUP,
      summary: 'What it works on, what waits, and what it has done of late',
      role: 'viewer',
      params,
      reply: z.array(job),
      run: async ({ bus, params: { id } }) => (await findInstrument(bus, id).overview()).jobs,
    }),
    endpoint({
      method: 'GET',
      path: '/instruments/:id/jobs/:job',
      group: GROUP,
      summary: 'How a job stands',
      role: 'viewer',
      params: jobParams,
      query: z.strictObject({
        wait: z.coerce
          .number()
          .min(0)
          .max(MOST_SECONDS)
          .default(0)
          .meta({ description: 'so many s are waited for its end' }),
      }),
      reply: job,
      async run({ bus, params: { id, job: wanted }, query, signal }) {
        const instrument = findInstrument(bus, id);
        const found = await instrument.job(wanted);
        const isWorthIt = query.wait > 0 && !isOver(found);
        return isWorthIt ? whenOver(instrument, found, query.wait, clock, signal) : found;
      },
    }),
    endpoint({
      method: 'DELETE',
      path: '/instruments/:id/jobs/:job',
      group: GROUP,
      summary: 'Break a job off',
      description: 'Answered when it is over.',
      role: 'operator',
      params: jobParams,
      reply: job,
      run: ({ bus, params: { id, job: wanted }, caller }) => findInstrument(bus, id).cancel(wanted, caller),
    }),
  ];
}
