import { RemoteError } from '../client/remote-error.ts';
import { isOver, type Job } from '../model/api/job.ts';
import type { CliContext } from './context.ts';
import { write } from './output.ts';
import type { RemoteInstrument } from './remote.ts';

/** So long one request waits for a job, in s; shorter where its progress is looked at. */
const PATIENCE = 20;
const LOOKED_AT = 1;
/** The beginning of a job is answered at once; after so long without an answer, in ms, nobody is there. */
const BEGUN_WITHIN = 20_000;

/**
 * Begins a job and waits for its end; where it is broken off here, it is there too. Its error is thrown. What it tells of its progress is
 * shown on a terminal.
 */
export async function runJob(
  { stderr }: Pick<CliContext, 'stderr'>,
  instrument: RemoteInstrument,
  path: string,
  body: object,
  signal: AbortSignal,
): Promise<Job> {
  const seconds = stderr.isTTY ? LOOKED_AT : PATIENCE;
  // Not broken off itself: what it has begun could not be broken off then.
  let job = await instrument.ask<Job>(path, { method: 'POST', body, patience: BEGUN_WITHIN });
  let said = '';
  try {
    signal.throwIfAborted();
    while (!isOver(job)) {
      const text = job.progress?.text ?? '';
      if (text !== said && stderr.isTTY) await write(stderr, `${text}\n`);
      said = text;
      job = await instrument.ask<Job>(`/jobs/${job.id}?wait=${seconds}`, { signal });
    }
  } catch (error) {
    if (signal.aborted) await instrument.ask(`/jobs/${job.id}`, { method: 'DELETE' }).catch(() => {});
    throw error;
  }
  if (job.error !== undefined) throw new RemoteError(job.error);
  return job;
}
