import type { KindDocument } from '../../../../src/model/api/kind.ts';
import { Panel } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { StateDiagram } from '../instrument/control/state-diagram.tsx';
import styles from './kinds.module.css';

/** What the instrument may be doing, and what leads from one to the other. */
export function KindStates({ about: { states, transitions, streams } }: { readonly about: KindDocument }) {
  const rows = Object.entries(states).map(([name, state]) => ({ name, ...state }));
  return (
    <Panel title={`States (${rows.length})`}>
      <StateDiagram transitions={transitions} states={Object.keys(states)} />
      <Table
        caption="States"
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          {
            name: 'state',
            title: 'State',
            cell: ({ name, title }) => (
              <>
                {title} <code className={styles.soft}>{name}</code>
              </>
            ),
          },
          {
            name: 'sends',
            title: 'Sends by itself',
            cell: ({ streaming }) =>
              streaming.map((stream) => streams[stream]?.title ?? stream).join(', ') || 'nothing',
          },
          {
            name: 'busy',
            title: '',
            cell: ({ busy }) => (busy ? 'works on a long command and is left alone' : ''),
          },
        ]}
      />
    </Panel>
  );
}
