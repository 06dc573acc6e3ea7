import { useState } from 'react';
import { ROLES } from '../../../../src/model/api/roles.ts';
import type { User } from '../../../../src/model/api/user.ts';
import { send } from '../../api/client.ts';
import { useGet } from '../../api/use-get.ts';
import { askWho, useSession } from '../../state/session.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { tryTo } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { Table } from '../../ui/table.tsx';
import { momentUtc } from '../../words/time.ts';
import styles from './forms.module.css';
import { OnlyFor } from './only-for.tsx';
import { UserDialog } from './user-dialog.tsx';

/** Who may log in, and as what. */
export const UsersPart = () => (
  <OnlyFor least="admin">
    <Users />
  </OnlyFor>
);

function Users() {
  const { data: users, error, reload } = useGet<readonly User[]>('/users');
  const { who } = useSession();
  const [asking, setAsking] = useState<{ readonly user?: User; readonly remove?: boolean }>();
  const change = async (name: string, body: object): Promise<void> => {
    await tryTo(`${name} was not changed`, () => send('PATCH', `/users/${name}`, body));
    reload();
  };
  const remove = async (name: string): Promise<void> => {
    setAsking(undefined);
    await tryTo(`${name} was not removed`, () => send('DELETE', `/users/${name}`));
    reload();
    void askWho();
  };
  return (
    <Panel title="Users" tools={<Button onClick={() => setAsking({})}>Add a user…</Button>}>
      <ProblemNote what="The users cannot be shown" error={error} onRetry={reload} />
      {who?.login === 'none' && (
        <p>
          Nobody has to log in: the server is reached from its own machine only, and whoever reaches it may do
          everything. The first user must be an admin; from then on everybody has to log in.
        </p>
      )}
      <Table
        caption="Users"
        rows={users ?? []}
        keyOf={({ name }) => name}
        columns={[
          {
            name: 'name',
            title: 'Name',
            cell: ({ name }) => (name === who?.name ? <strong>{name} (you)</strong> : name),
          },
          {
            name: 'role',
            title: 'Role',
            cell: ({ name, role }) => (
              <select
                aria-label={`Role of ${name}`}
                value={role}
                onChange={({ target }) => void change(name, { role: target.value })}
              >
                {ROLES.map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            ),
          },
          { name: 'login', title: 'Last login', cell: ({ last_login }) => <Age of={last_login} after="ago" /> },
          { name: 'created', title: 'Added', cell: ({ created }) => momentUtc(created) },
          {
            name: 'do',
            title: <span className="visually-hidden">What can be done</span>,
            cell: (user) => (
              <span className={styles.row}>
                <Button look="quiet" onClick={() => setAsking({ user })}>
                  New password…
                </Button>
                <Button look="quiet" onClick={() => setAsking({ user, remove: true })}>
                  Remove…
                </Button>
              </span>
            ),
          },
        ]}
      />
      {asking?.user !== undefined && asking.remove === true && (
        <Confirm
          title={`Remove ${asking.user.name}?`}
          verb="Remove"
          danger
          onConfirm={() => void remove(asking.user?.name ?? '')}
          onClose={() => setAsking(undefined)}
        >
          They are logged out everywhere. What they did stays in the events.
        </Confirm>
      )}
      {asking !== undefined && asking.remove !== true && (
        <UserDialog
          user={asking.user}
          isFirst={users?.length === 0}
          onClose={() => setAsking(undefined)}
          onDone={() => {
            setAsking(undefined);
            reload();
            void askWho();
          }}
        />
      )}
    </Panel>
  );
}
