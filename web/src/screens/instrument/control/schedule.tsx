import { useState } from 'react';
import type { CommandMetadata } from '../../../../../src/model/metadata.ts';
import { useGet } from '../../../api/use-get.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemNote } from '../../../ui/problem.tsx';
import { momentUtc } from '../../../words/time.ts';
import { useHindrance } from '../state/use-hindrance.ts';
import css from './control.module.css';
import { ScheduleEditor } from './schedule-editor.tsx';
import { draftOfTrigger, nextOf, parameterOf, TRIGGERS, type TriggerDraft } from './trigger.ts';

type Triggers = Readonly<Record<string, unknown>>;

interface Props {
  readonly id: string;
  readonly commands: Readonly<Record<string, CommandMetadata>>;
}

/** What the instrument does by itself, and when: to be looked at, and edited. */
export function Schedule({ id, commands }: Props) {
  const fetched = useGet<Triggers>(`/instruments/${id}/schedule`);
  const [drafts, setDrafts] = useState<readonly TriggerDraft[]>();
  const hindrance = useHindrance(id, 'operator');
  const entries = Object.entries(fetched.data ?? {});
  const edit = (): void =>
    setDrafts(
      entries
        .filter(([, trigger]) => parameterOf(trigger) === undefined)
        .map(([job, trigger]) => draftOfTrigger(job, trigger)),
    );
  return (
    <Panel
      title="Schedule"
      tools={
        drafts === undefined && (
          <Button onClick={edit} disabled={hindrance !== undefined || fetched.data === undefined} hint={hindrance}>
            Edit
          </Button>
        )
      }
    >
      <ProblemNote what="The schedule cannot be shown" error={fetched.error} />
      {drafts !== undefined && (
        <ScheduleEditor
          id={id}
          jobs={jobsOf(commands, fetched.data ?? {})}
          drafts={drafts}
          setDrafts={setDrafts}
          fetched={fetched}
        />
      )}
      {drafts === undefined && entries.length === 0 && <p className={css.soft}>Nothing runs by itself.</p>}
      {drafts === undefined && entries.length > 0 && (
        <ul className={css.schedule}>
          {entries.map(([job, trigger]) => (
            <li key={job}>
              <code>{job}</code> <When job={job} trigger={trigger} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function When({ job, trigger }: { readonly job: string; readonly trigger: unknown }) {
  const parameter = parameterOf(trigger);
  if (parameter !== undefined)
    return (
      <>
        as often as the parameter <code>{parameter}</code> says
      </>
    );
  const { kind, text } = draftOfTrigger(job, trigger);
  const next = nextOf(trigger);
  return (
    <>
      {TRIGGERS[kind].title} {text}
      {next !== undefined && <span className={css.soft}> · next {momentUtc(next)}</span>}
    </>
  );
}

const jobsOf = (commands: Props['commands'], triggers: Triggers): string[] => [
  ...new Set([...Object.keys(triggers), ...Object.keys(commands), 'clock_sync', 'discover']),
];
