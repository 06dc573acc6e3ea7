import type { z } from 'zod';
import type { health, serverInfo } from '../../../../src/model/api/data.ts';
import { useGet } from '../../api/use-get.ts';
import { Age } from '../../ui/age.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { Table } from '../../ui/table.tsx';
import styles from './server.module.css';

type ServerInfo = z.infer<typeof serverInfo>;
type Health = z.infer<typeof health>;

/** The program that this page is of, and how it stands. */
export function ServerPart() {
  const { data: info, error } = useGet<ServerInfo>('/');
  const { data: checks, error: unhealthy, reload } = useGet<Health>('/health');
  return (
    <>
      <Panel title="Server">
        <ProblemNote what="The server does not say what it is" error={error} />
        {info !== undefined && (
          <p>
            Sonde {info.version}
            {info.site !== undefined && <> at {info.site}</>}, {info.instruments} instruments, started{' '}
            <Age of={info.started} after="ago" />. What it can be asked stands in its <a href="/docs">documentation</a>,
            and figures for Prometheus are at <a href="/metrics">/metrics</a>.
          </p>
        )}
      </Panel>
      <Panel title="Health">
        <ProblemNote what="The server does not say how it stands" error={unhealthy} onRetry={reload} />
        <Table
          caption="Health"
          rows={checks?.checks ?? []}
          keyOf={({ name }) => name}
          columns={[
            { name: 'name', title: 'What', cell: ({ name }) => name.replaceAll('_', ' ') },
            {
              name: 'ok',
              title: 'Stands',
              cell: ({ ok }) => (
                <span className={ok ? styles.good : styles.bad}>
                  <Icon name={ok ? 'good' : 'trouble'} /> {ok ? 'well' : 'not well'}
                </span>
              ),
            },
            { name: 'text', title: 'How', cell: ({ text }) => text },
          ]}
        />
      </Panel>
    </>
  );
}
