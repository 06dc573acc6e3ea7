import { useEffect, useState } from 'react';
import { problemOf } from '../../../api/api-error.ts';
import { send } from '../../../api/client.ts';
import { lockKey } from '../../../state/locks.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProblemNote } from '../../../ui/problem.tsx';
import { type Column, Table } from '../../../ui/table.tsx';
import { unitWords, valueWords } from '../../../words/value.ts';
import { fieldOfRow } from './edits.ts';
import { doneOutcomes, failedOutcomes, type Outcome } from './outcome.ts';
import type { ParameterNow, ParameterRow } from './parameter-rows.ts';

type Preview = Readonly<Record<string, { readonly from: unknown; readonly to: unknown; readonly changes: boolean }>>;

interface Props {
  readonly id: string;
  readonly rows: readonly ParameterRow[];
  readonly values: Readonly<Record<string, unknown>>;
  readonly onApplied: (outcomes: Readonly<Record<string, Outcome>>) => void;
  readonly onClose: () => void;
}

/** What would change, as the instrument's driver sees it; then all of it together. */
export function ReviewDialog({ id, rows, values, onApplied, onClose }: Props) {
  const [preview, setPreview] = useState<Preview>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const path = `/instruments/${id}/parameters`;
  const asked = JSON.stringify(values);

  useEffect(() => {
    const stop = new AbortController();
    send<Preview>(
      'PATCH',
      path,
      { values: JSON.parse(asked), dry_run: true },
      { lock: lockKey(id), signal: stop.signal },
    )
      .then(setPreview)
      .catch((thrown: unknown) => {
        if (!stop.signal.aborted) setError(thrown);
      });
    return () => stop.abort();
  }, [path, asked, id]);

  const apply = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      onApplied(
        doneOutcomes(await send<Record<string, ParameterNow>>('PATCH', path, { values }, { lock: lockKey(id) })),
      );
      onClose();
    } catch (thrown) {
      setError(thrown);
      onApplied(failedOutcomes(Object.keys(values), problemOf(thrown)));
    }
    setBusy(false);
  };

  const changing = rows.filter(({ name }) => name in values);
  const columns: Column<ParameterRow>[] = [
    { name: 'name', title: 'Parameter', cell: ({ title }) => title },
    { name: 'from', title: 'Is', cell: ({ name, actual }) => valueWords(preview?.[name]?.from ?? actual) },
    { name: 'arrow', title: <span className="visually-hidden">becomes</span>, cell: () => '→' },
    {
      name: 'to',
      title: 'Will be',
      cell: ({ name }) => <strong>{valueWords(preview?.[name]?.to ?? values[name])}</strong>,
    },
    { name: 'unit', title: 'Unit', cell: ({ unit }) => unitWords(unit) },
    { name: 'limits', title: 'Allowed', cell: (row) => fieldOfRow(row).limits },
  ];
  const count = changing.length === 1 ? '1 parameter' : `${changing.length} parameters`;
  return (
    <Dialog
      title={`Change ${count}`}
      wide
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button
            look="main"
            busy={busy}
            disabled={preview === undefined}
            onClick={apply}
            hint="Sends all of them, reads them back, and compares"
          >
            Apply together
          </Button>
        </>
      }
    >
      <Table caption="What will change" columns={columns} rows={changing} keyOf={({ name }) => name} />
      <p>
        {preview === undefined && error === undefined
          ? 'Being checked …'
          : 'Each is sent and read back. What cannot be done is said, parameter by parameter.'}
      </p>
      <ProblemNote what="Not everything was changed" error={error} />
    </Dialog>
  );
}
