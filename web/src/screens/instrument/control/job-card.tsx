import type { Job } from '../../../../../src/model/api/job.ts';
import { ApiError } from '../../../api/api-error.ts';
import { send } from '../../../api/client.ts';
import { useNow } from '../../../state/clock.ts';
import { lockKey } from '../../../state/locks.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon, type IconName } from '../../../ui/icon.tsx';
import { tryTo } from '../../../ui/notices.tsx';
import { ProblemNote } from '../../../ui/problem.tsx';
import { durationWords } from '../../../words/age.ts';
import { valueWords } from '../../../words/value.ts';
import { useHindrance } from '../state/use-hindrance.ts';
import css from './control.module.css';
import { isOver, JOB_WORDS } from './job-words.ts';
import { dismissJob } from './own-jobs.ts';
import { requestWords } from './request-words.ts';

const ICONS: Readonly<Record<Job['state'], IconName>> = {
  waiting: 'idle',
  running: 'busy',
  done: 'good',
  failed: 'alarm',
  cancelled: 'trouble',
};

/** A command that runs, with how far it is; or what came of it, until that is dismissed. */
export function JobCard({ id, job }: { readonly id: string; readonly job: Job }) {
  const now = useNow();
  const hindrance = useHindrance(id, 'operator');
  const { command, args, state, by, created, started, ended, progress, result, error } = job;
  const begun = Date.parse(started ?? created);
  const elapsed = (ended === undefined ? now : Date.parse(ended)) - begun;
  const what = requestWords([], command, args);
  const cancel = (): Promise<boolean> =>
    tryTo(`${command} goes on`, () =>
      send('DELETE', `/instruments/${id}/jobs/${job.id}`, undefined, { lock: lockKey(id) }),
    );
  return (
    <li className={css.job}>
      <div className={css.commandHead}>
        <h3>
          <Icon name={ICONS[state]} /> <code>{what}</code> {JOB_WORDS[state]}
        </h3>
        {isOver(job) ? (
          <Button look="quiet" onClick={() => dismissJob(job.id)} aria-label={`Dismiss ${what}`}>
            Dismiss
          </Button>
        ) : (
          <Button
            onClick={cancel}
            disabled={hindrance !== undefined}
            hint={hindrance ?? `Breaks ${command} off`}
            aria-label={`Cancel ${what}`}
          >
            Cancel
          </Button>
        )}
      </div>
      {!isOver(job) && <progress className={css.progress} aria-label={`How far ${what} is`} {...barOf(progress)} />}
      <p className={css.soft}>
        {progress !== undefined && !isOver(job) && `${progress.text} · `}
        {durationWords(elapsed)} · by {by}
      </p>
      {result !== undefined && result !== null && result !== '' && <Result result={result} />}
      {error !== undefined && <ProblemNote what={`${what} ${JOB_WORDS[state]}`} error={new ApiError(error)} />}
    </li>
  );
}

/** A bar without a value moves to and fro: nobody knows how far it is. */
const barOf = (progress: Job['progress']): { value?: number; max?: number } =>
  progress?.done === undefined || progress.of === undefined ? {} : { value: progress.done, max: progress.of };

function Result({ result }: { readonly result: NonNullable<Job['result']> }) {
  if (typeof result !== 'object') return <p>{valueWords(result)}</p>;
  return <pre className={css.result}>{JSON.stringify(result, null, 2)}</pre>;
}
