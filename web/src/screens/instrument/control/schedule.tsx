import { useState } from 'react';
import type { CommandMetadata } from '../../../../../src/model/metadata.ts';
import { send } from '../../../api/client.ts';
import { type Fetched, useGet } from '../../../api/use-get.ts';
import { lockKey } from '../../../state/locks.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemNote } from '../../../ui/problem.tsx';
import { momentUtc } from '../../../words/time.ts';
import { useHindrance } from '../state/use-hindrance.ts';
import css from './control.module.css';
import {
  draftOfTrigger,
  nextOf,
  parameterOf,
  TRIGGER_KINDS,
  TRIGGERS,
  type TriggerDraft,
  triggerOf,
  wrongTriggers,
} from './trigger.ts';

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
        <Editor
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

interface EditorProps {
  readonly id: string;
  readonly jobs: readonly string[];
  readonly drafts: readonly TriggerDraft[];
  readonly setDrafts: (drafts: readonly TriggerDraft[] | undefined) => void;
  readonly fetched: Fetched<unknown>;
}

function Editor({ id, jobs, drafts, setDrafts, fetched }: EditorProps) {
  const [error, setError] = useState<unknown>();
  const wrong = wrongTriggers(drafts);
  const change = (place: number, draft: TriggerDraft | undefined): void =>
    setDrafts(drafts.flatMap((own, i) => (i !== place ? [own] : draft === undefined ? [] : [draft])));
  const save = async (): Promise<void> => {
    const schedule = Object.fromEntries(drafts.map((draft) => [draft.job, triggerOf(draft)]));
    try {
      await send('PUT', `/instruments/${id}/schedule`, schedule, { lock: lockKey(id) });
      setDrafts(undefined);
      fetched.reload();
    } catch (thrown) {
      setError(thrown);
    }
  };
  return (
    <>
      <ul className={css.schedule}>
        {drafts.map((draft, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an entry is nothing but its place while it is edited
          <li key={place} className={css.entry}>
            <TriggerInputs
              draft={draft}
              jobs={jobs}
              wrong={wrong.get(place)}
              place={place + 1}
              onChange={(next) => change(place, next)}
            />
          </li>
        ))}
      </ul>
      <div className={css.actions}>
        <Button onClick={() => setDrafts([...drafts, { job: '', kind: 'every', text: '' }])}>Add</Button>
        <Button onClick={() => setDrafts(undefined)}>Discard</Button>
        <Button
          look="main"
          disabled={wrong.size > 0}
          onClick={save}
          hint="It holds at once, until the configuration is changed"
        >
          Save
        </Button>
      </div>
      <ProblemNote what="The schedule was not changed" error={error} />
    </>
  );
}

interface InputsProps {
  readonly draft: TriggerDraft;
  readonly jobs: readonly string[];
  readonly wrong: string | undefined;
  readonly place: number;
  readonly onChange: (draft: TriggerDraft | undefined) => void;
}

function TriggerInputs({ draft, jobs, wrong, place, onChange }: InputsProps) {
  const toKind = (text: string): void => {
    const kind = TRIGGER_KINDS.find((name) => name === text);
    if (kind !== undefined) onChange({ ...draft, kind, text: '' });
  };
  return (
    <>
      <select
        aria-label={`Entry ${place}: what runs`}
        value={draft.job}
        onChange={(event) => onChange({ ...draft, job: event.target.value })}
      >
        <option value="">choose…</option>
        {jobs.map((job) => (
          <option key={job}>{job}</option>
        ))}
      </select>
      <select
        aria-label={`Entry ${place}: how often`}
        value={draft.kind}
        onChange={(event) => toKind(event.target.value)}
      >
        {TRIGGER_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {TRIGGERS[kind].title}
          </option>
        ))}
      </select>
      <input
        aria-label={`Entry ${place}: when`}
        aria-invalid={wrong !== undefined || undefined}
        value={draft.text}
        placeholder={TRIGGERS[draft.kind].example}
        onChange={(event) => onChange({ ...draft, text: event.target.value })}
      />
      <Button onClick={() => onChange(undefined)} aria-label={`Remove entry ${place}`}>
        Remove
      </Button>
      {wrong !== undefined && <span className={css.wrong}>{wrong}</span>}
    </>
  );
}
