import { Link } from 'wouter';
import { Age } from '../../../ui/age.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Panel } from '../../../ui/panel.tsx';
import type { Drafts } from '../../../ui/schema-form/form-model.ts';
import { SchemaInput } from '../../../ui/schema-form/schema-input.tsx';
import { type Column, Table } from '../../../ui/table.tsx';
import { capital } from '../../../words/states.ts';
import { unitWords, valueWords } from '../../../words/value.ts';
import { draftOfRow, fieldOfRow } from './edits.ts';
import type { Outcome } from './outcome.ts';
import type { ParameterRow } from './parameter-rows.ts';
import css from './parameters.module.css';

/** More letters of a value are not shown in the table. */
const LONGEST = 32;

interface Props {
  readonly id: string;
  readonly group: string;
  readonly rows: readonly ParameterRow[];
  readonly drafts: Drafts;
  readonly setDraft: (name: string, draft: string) => void;
  readonly errors: Readonly<Record<string, string>>;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly outcomes: Readonly<Record<string, Outcome>>;
  readonly disabled: boolean;
}

/** Parameters of one group, a line each. */
export function ParameterTable({ id, group, rows, drafts, setDraft, errors, changes, outcomes, disabled }: Props) {
  const title = group === '' ? 'Parameters' : `${capital(group.replaceAll('_', ' '))}: written together`;
  const columns: Column<ParameterRow>[] = [
    { name: 'name', title: 'Parameter', cell: (row) => <Name row={row} /> },
    {
      name: 'actual',
      title: 'Is',
      cell: ({ actual, unit, isOff }) => (
        <span className={isOff ? css.off : undefined}>
          <Shown value={actual} /> <span className={css.soft}>{unitWords(unit)}</span>
        </span>
      ),
    },
    { name: 'desired', title: 'Should be', cell: (row) => <Desired row={row} /> },
    {
      name: 'edit',
      title: 'New value',
      cell: (row) =>
        row.visibility === 'read_write' ? (
          <Edit
            row={row}
            draft={draftOfRow(row, drafts)}
            onDraft={(draft) => setDraft(row.name, draft)}
            error={errors[row.name]}
            disabled={disabled}
          />
        ) : (
          <span className={css.soft}>{row.visibility === 'startup' ? 'only at start-up' : 'read only'}</span>
        ),
    },
    {
      name: 'outcome',
      title: 'Change',
      cell: ({ name }) => <Change outcome={outcomes[name]} isChanged={name in changes} />,
    },
    { name: 'verified', title: 'Verified', cell: ({ verified }) => <Age of={verified} after="ago" /> },
    {
      name: 'history',
      title: 'History',
      cell: ({ name, title: of }) => (
        <Link href={`/i/${id}/events?types=parameters&q=${name}`} aria-label={`History of ${of}`}>
          History
        </Link>
      ),
    },
  ];
  return (
    <Panel title={title}>
      <Table
        caption={title}
        columns={columns}
        rows={rows}
        keyOf={({ name }) => name}
        stacks
        rowClass={({ name }) => (name in changes ? css.changed : undefined)}
      />
    </Panel>
  );
}

function Name({ row: { name, title, description } }: { readonly row: ParameterRow }) {
  return (
    <span className={css.name} title={description}>
      {title}
      <code>{name}</code>
    </span>
  );
}

/** A value as text; of a long one the beginning, all of it on hover. */
function Shown({ value }: { readonly value: unknown }) {
  const words = valueWords(value);
  return words.length <= LONGEST ? words : <span title={words}>{words.slice(0, LONGEST)}…</span>;
}

function Desired({ row: { desired, startup, isOff, differsFromStartup } }: { readonly row: ParameterRow }) {
  return (
    <>
      {desired !== undefined && (
        <span className={isOff ? css.off : undefined}>
          {isOff && <Icon name="warning" />} <Shown value={desired} />
        </span>
      )}
      {differsFromStartup && (
        <span className={css.startup}>
          start-up: <Shown value={startup} />
        </span>
      )}
    </>
  );
}

interface EditProps {
  readonly row: ParameterRow;
  readonly draft: string;
  readonly onDraft: (draft: string) => void;
  readonly error: string | undefined;
  readonly disabled: boolean;
}

function Edit({ row, draft, onDraft, error, disabled }: EditProps) {
  const field = fieldOfRow(row);
  const about = `${row.name}-about`;
  const ties = {
    id: `${row.name}-edit`,
    'aria-describedby': about,
    'aria-invalid': error === undefined ? undefined : true,
  };
  return (
    <span className={css.edit}>
      <SchemaInput
        field={field}
        draft={draft}
        onDraft={onDraft}
        disabled={disabled}
        ties={ties}
        label={`New value of ${row.title}`}
      />
      <span id={about} className={error === undefined ? css.soft : css.wrong}>
        {error ?? field.limits}
      </span>
    </span>
  );
}

function Change({ outcome, isChanged }: { readonly outcome: Outcome | undefined; readonly isChanged: boolean }) {
  if (outcome !== undefined)
    return (
      <span className={outcome.kind === 'failed' ? css.wrong : css.soft}>
        <Icon name={outcome.kind === 'failed' ? 'alarm' : 'good'} /> {outcome.text}
      </span>
    );
  return isChanged ? <span className={css.pendingMark}>not applied</span> : null;
}
