import { useMemo, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Empty } from '../../../ui/empty.tsx';
import type { Drafts } from '../../../ui/schema-form/form-model.ts';
import type { Known } from '../state/known.ts';
import { useHindrance } from '../state/use-hindrance.ts';
import { readEdits, startupDrafts } from './edits.ts';
import type { Outcome } from './outcome.ts';
import { filterRows, groupRows, type ParameterRow, rowsOf, SHOWN, type Shown } from './parameter-rows.ts';
import { ParameterTable } from './parameter-table.tsx';
import css from './parameters.module.css';
import { ReviewDialog } from './review-dialog.tsx';

/** All parameters: what each is, what it should be, what it may be; changed many at once, after a look at what will change. */
export function ParametersTab({ id, overview, described }: Known) {
  const rows = useMemo(() => rowsOf(described.parameters, overview.parameters), [described, overview.parameters]);
  const [shown, setShown] = useState<Shown>('all');
  const [search, setSearch] = useState('');
  const [drafts, setDrafts] = useState<Drafts>({});
  const [outcomes, setOutcomes] = useState<Readonly<Record<string, Outcome>>>({});
  const [reviewing, setReviewing] = useState(false);
  const hindrance = useHindrance(id, 'operator');
  const edits = readEdits(rows, drafts);
  const wrong = Object.keys(edits.errors).length;
  const changes = Object.keys(edits.values).length;
  const back = startupDrafts(rows);

  const setDraft = (name: string, draft: string): void => {
    setDrafts((before) => ({ ...before, [name]: draft }));
    setOutcomes(({ [name]: _, ...before }) => before);
  };
  const applied = (told: Readonly<Record<string, Outcome>>): void => {
    setOutcomes(told);
    const done = new Set(Object.keys(told).filter((name) => told[name]?.kind === 'done'));
    setDrafts((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !done.has(name))));
  };

  if (rows.length === 0) return <Empty title="This kind of instrument has no parameters" />;
  const groups = groupRows(filterRows(rows, shown, search));
  return (
    <div className={css.parameters}>
      <div className={css.bar}>
        <input
          type="search"
          aria-label="Search parameters"
          placeholder="Search parameters"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <Choice rows={rows} shown={shown} setShown={setShown} />
        {Object.keys(back).length > 0 && (
          <Button
            disabled={hindrance !== undefined}
            hint={hindrance ?? 'Fills in what the deployment wants at the start; nothing is sent yet'}
            onClick={() => setDrafts((before) => ({ ...before, ...back }))}
          >
            Fill in start-up values
          </Button>
        )}
      </div>
      {hindrance !== undefined && <p className={css.hindrance}>{hindrance}</p>}
      {groups.length === 0 && <Empty title="No parameter is like that" />}
      {groups.map(([group, own]) => (
        <ParameterTable
          key={group}
          {...{ id, group, drafts, setDraft, outcomes }}
          rows={own}
          errors={edits.errors}
          changes={edits.values}
          disabled={hindrance !== undefined}
        />
      ))}
      {(changes > 0 || wrong > 0) && (
        <section className={css.pending} aria-label="Changes that are not applied">
          <p aria-live="polite">
            {changes === 1 ? '1 change' : `${changes} changes`} not applied
            {wrong > 0 && <strong className={css.wrong}> · {wrong} not possible as typed</strong>}
          </p>
          <div className={css.actions}>
            <Button onClick={() => setDrafts({})}>Discard</Button>
            <Button
              look="main"
              disabled={wrong > 0 || changes === 0 || hindrance !== undefined}
              hint={hindrance ?? 'Shows what will change; nothing is sent yet'}
              onClick={() => setReviewing(true)}
            >
              Review…
            </Button>
          </div>
        </section>
      )}
      {reviewing && (
        <ReviewDialog
          id={id}
          rows={rows}
          values={edits.values}
          onApplied={applied}
          onClose={() => setReviewing(false)}
        />
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly rows: readonly ParameterRow[];
  readonly shown: Shown;
  readonly setShown: (shown: Shown) => void;
}

const KINDS = Object.keys(SHOWN).filter((name): name is Shown => name in SHOWN);

function Choice({ rows, shown, setShown }: ChoiceProps) {
  return (
    <fieldset className={css.choice} aria-label="Which parameters">
      {KINDS.map((name) => (
        <Button key={name} aria-pressed={shown === name} onClick={() => setShown(name)}>
          {SHOWN[name].title} ({rows.filter(SHOWN[name].is).length})
        </Button>
      ))}
    </fieldset>
  );
}
