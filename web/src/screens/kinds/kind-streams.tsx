import type { KindDocument } from '../../../../src/model/api/kind.ts';
import { Panel } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { unitWords } from '../../words/value.ts';
import styles from './kinds.module.css';

type Stream = KindDocument['streams'][string];
type StreamField = Stream['fields'][string] & { readonly name: string };

/** What it sends: each stream with its fields, units, standard names and the range in which a value can be true. */
export function KindStreams({ about: { streams } }: { readonly about: KindDocument }) {
  const all = Object.entries(streams);
  return (
    <Panel title={`Streams (${all.length})`}>
      {all.map(([name, stream]) => (
        <section key={name} className={styles.stream} aria-label={stream.title}>
          <h3>
            {stream.title} <code className={styles.soft}>{name}</code>
          </h3>
          {stream.ooi !== undefined && (
            <p className={styles.soft}>
              OOI calls it <code>{stream.ooi}</code>
            </p>
          )}
          <Fields title={stream.title} fields={stream.fields} />
        </section>
      ))}
    </Panel>
  );
}

function Fields({ title, fields }: Pick<Stream, 'title' | 'fields'>) {
  const rows = Object.entries(fields).map(([name, own]): StreamField => ({ name, ...own }));
  return (
    <Table
      caption={`Fields of ${title}`}
      rows={rows}
      keyOf={({ name }) => name}
      columns={[
        {
          name: 'field',
          title: 'Field',
          cell: ({ name, title: own }) => (
            <>
              {own} <code className={styles.soft}>{name}</code>
            </>
          ),
        },
        { name: 'type', title: 'Is', cell: ({ type, items }) => (items === undefined ? type : `list of ${items}`) },
        { name: 'unit', title: 'Unit', cell: ({ unit }) => <span title={unit}>{unitWords(unit)}</span> },
        {
          name: 'valid',
          title: 'Can be true from … to',
          cell: ({ valid }) => (valid === undefined ? '' : `${valid[0]} … ${valid[1]}`),
        },
        { name: 'cf', title: 'CF standard name', cell: ({ cf }) => cf !== undefined && <code>{cf}</code> },
      ]}
    />
  );
}
