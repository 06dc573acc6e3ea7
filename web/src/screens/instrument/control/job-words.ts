import type { Job } from '../../../../../src/model/api/job.ts';

export const JOB_WORDS: Readonly<Record<Job['state'], string>> = {
  waiting: 'waits for its turn',
  running: 'running',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

export const isOver = ({ state }: Pick<Job, 'state'>): boolean => state !== 'waiting' && state !== 'running';
