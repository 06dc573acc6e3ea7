import { useState } from 'react';
import { send } from '../../../api/client.ts';
import type { Fetched } from '../../../api/use-get.ts';
import { lockKey } from '../../../state/locks.ts';
import { Button } from '../../../ui/button.tsx';
import { ProblemNote } from '../../../ui/problem.tsx';
import css from './control.module.css';
import { TRIGGER_KINDS, TRIGGERS, type TriggerDraft, triggerOf, wrongTriggers } from './trigger.ts';

interface Props {
  readonly id: string;
  readonly jobs: readonly string[];
  readonly drafts: readonly TriggerDraft[];
  readonly setDrafts: (drafts: readonly TriggerDraft[] | undefined) => void;
  readonly fetched: Fetched<unknown>;
}

/** A schedule while it is edited: all that is wrong is said, and it is saved as a whole. */
export function ScheduleEditor({ id, jobs, drafts, setDrafts, fetched }: Props) {
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
