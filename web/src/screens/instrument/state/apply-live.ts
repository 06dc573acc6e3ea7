import type { InstrumentOverview } from '../../../../../src/model/api/instrument.ts';
import type { LiveData } from '../../../../../src/model/api/live.ts';

/** How many jobs the page remembers; the server knows more. */
const MOST_JOBS = 50;

/** An overview after samples have come: the newest of each stream, and the usual number of them. */
export function withSamples(before: InstrumentOverview, told: LiveData<'samples'>, now: string): InstrumentOverview {
  const last = told.samples.at(-1);
  if (last === undefined) return before;
  const stream = before.streams[told.stream];
  const { time, quality, values, flags } = last;
  return {
    ...before,
    late: false,
    last_sample: now,
    streams: {
      ...before.streams,
      [told.stream]: {
        ...stream,
        samples: (stream?.samples ?? 0) + told.samples.length,
        time,
        received: now,
        values,
        quality,
        ...(flags !== undefined && { flags }),
        late: false,
      },
    },
  };
}

/** Whether an answer has them already. */
export const hasSamples = ({ streams }: InstrumentOverview, told: LiveData<'samples'>): boolean =>
  (streams[told.stream]?.time ?? '') >= (told.samples.at(-1)?.time ?? '');

export const withParameters = (
  before: InstrumentOverview,
  { parameters }: LiveData<'parameters'>,
): InstrumentOverview => ({
  ...before,
  parameters: {
    ...before.parameters,
    ...Object.fromEntries(
      Object.entries(parameters).map(([name, state]) => [name, { ...before.parameters[name], ...state }]),
    ),
  },
});

/** A job in the place where it stood; a new one first. */
export function withJob(before: InstrumentOverview, job: LiveData<'job'>): InstrumentOverview {
  const stands = before.jobs.some(({ id }) => id === job.id);
  const jobs = stands ? before.jobs.map((own) => (own.id === job.id ? job : own)) : [job, ...before.jobs];
  return { ...before, jobs: jobs.slice(0, MOST_JOBS) };
}
