import { useState } from 'react';
import type { KindDocument } from '../../../../src/model/api/kind.ts';
import { Field } from '../../ui/field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { fieldOf } from '../../ui/schema-form/form-model.ts';
import { Table } from '../../ui/table.tsx';
import { UNKNOWN, unitWords, valueWords } from '../../words/value.ts';
import styles from './kinds.module.css';

type Parameter = KindDocument['parameters'][string] & { readonly name: string };

const SET: Readonly<Record<Parameter['visibility'], string>> = {
  read_write: 'at any time',
  startup: 'at the start only',
  read_only: 'never: it is read only',
};

/** Its settings: what they may be, and what they are at the start. */
export function KindParameters({ about: { parameters } }: { readonly about: KindDocument }) {
  const [search, setSearch] = useState('');
  const all = Object.entries(parameters).map(([name, own]): Parameter => ({ name, ...own }));
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const rows = all.filter(({ name, title, description = '', group = '' }) =>
    words.every((word) => `${name} ${title} ${description} ${group}`.toLowerCase().includes(word)),
  );
  const tools = all.length > 15 && (
    <Field label="Search parameters">
      {(ties) => <input {...ties} type="search" value={search} onChange={({ target }) => setSearch(target.value)} />}
    </Field>
  );
  return (
    <Panel title={`Parameters (${all.length})`} tools={tools || undefined}>
      {all.length === 0 && <p className={styles.soft}>It has none.</p>}
      {rows.length > 0 && (
        <Table
          caption="Parameters"
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            {
              name: 'parameter',
              title: 'Parameter',
              cell: ({ name, title, description, group }) => (
                <>
                  {title} <code className={styles.soft}>{name}</code>
                  {description !== undefined && <p className={styles.soft}>{description}</p>}
                  {group !== undefined && <p className={styles.soft}>set together with the others of {group}</p>}
                </>
              ),
            },
            { name: 'allowed', title: 'May be', cell: allowed },
            { name: 'unit', title: 'Unit', cell: ({ unit }) => unitWords(unit) },
            {
              name: 'startup',
              title: 'At the start',
              cell: ({ startup }) => (startup === undefined ? UNKNOWN : valueWords(startup)),
            },
            { name: 'set', title: 'Is set', cell: ({ visibility }) => SET[visibility] },
          ]}
        />
      )}
    </Panel>
  );
}

function allowed({ name, schema }: Parameter): string {
  const { kind, choices, limits } = fieldOf(name, schema);
  if (kind === 'boolean') return 'yes or no';
  return choices.length > 0 ? choices.join(', ') : limits;
}
