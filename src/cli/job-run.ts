import { RemoteError } from '../client/remote-error.ts';
import type { Job } from '../model/api/job.ts';
import type { CliContext } from './context.ts';
import type { RemoteInstrument } from './remote.ts';

/** So long one request waits for a job, in s. */
const PATIENCE = 20;

const isOver = ({ state }: Job): boolean => state !== 'waiting' && state !== 'running';

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
  let job = await instrument.ask<Job>(path, { method: 'POST', body: { ...body, wait: 1 }, signal });
  let said = '';
  try {
    while (!isOver(job)) {
      const text = job.progress?.text ?? '';
      if (text !== said && stderr.isTTY) stderr.write(`${text}\n`);
      said = text;
      job = await instrument.ask<Job>(`/jobs/${job.id}?wait=${PATIENCE}`, { signal });
    }
  } catch (error) {
    if (signal.aborted) await instrument.ask(`/jobs/${job.id}`, { method: 'DELETE' }).catch(() => {});
    throw error;
  }
  if (job.error !== undefined) throw new RemoteError(job.error);
  return job;
}
