import type { Job } from '../../../../../src/model/api/job.ts';
import { Age } from '../../../ui/age.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { type Column, Table } from '../../../ui/table.tsx';
import { durationWords } from '../../../words/age.ts';
import css from './control.module.css';
import { JobCard } from './job-card.tsx';
import { isOver, JOB_WORDS } from './job-words.ts';
import { useOwnJobs } from './own-jobs.ts';
import { requestWords } from './request-words.ts';

interface Props {
  readonly id: string;
  readonly jobs: readonly Job[];
}

/** What runs and waits, what came of what this page began, and what was done before. */
export function Jobs({ id, jobs }: Props) {
  const own = useOwnJobs();
  const ordered = [...jobs].sort((a, b) => Date.parse(b.created) - Date.parse(a.created));
  const shown = ordered.filter((job) => !isOver(job) || own.has(job.id));
  const before = ordered.filter((job) => isOver(job) && !own.has(job.id));
  return (
    <Panel title="Running and done">
      {shown.length === 0 && <p className={css.soft}>Nothing is running.</p>}
      {shown.length > 0 && (
        <ul className={css.jobs} aria-live="polite">
          {shown.map((job) => (
            <JobCard key={job.id} id={id} job={job} />
          ))}
        </ul>
      )}
      {before.length > 0 && (
        <details className={css.others} open={shown.length === 0}>
          <summary>Before ({before.length})</summary>
          <Table caption="Commands of before" columns={COLUMNS} rows={before} keyOf={({ id: job }) => job} />
        </details>
      )}
    </Panel>
  );
}

const COLUMNS: readonly Column<Job>[] = [
  { name: 'command', title: 'Command', cell: ({ command, args }) => <code>{requestWords([], command, args)}</code> },
  {
    name: 'state',
    title: 'Outcome',
    cell: ({ state, error }) => <span title={error?.detail}>{JOB_WORDS[state]}</span>,
  },
  { name: 'by', title: 'By', cell: ({ by }) => by },
  { name: 'ended', title: 'When', cell: ({ ended }) => <Age of={ended} after="ago" /> },
  {
    name: 'took',
    title: 'Took',
    cell: ({ started, ended }) =>
      started !== undefined &&
      ended !== undefined && <span className={css.took}>{durationWords(Date.parse(ended) - Date.parse(started))}</span>,
  },
];
