import { useState } from 'react';
import type { Token } from '../../../../src/model/api/user.ts';
import { send } from '../../api/client.ts';
import { useGet } from '../../api/use-get.ts';
import { Age } from '../../ui/age.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { tryTo } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { Table } from '../../ui/table.tsx';
import { momentUtc } from '../../words/time.ts';
import { OnlyFor } from './only-for.tsx';
import { TokenDialog } from './token-dialog.tsx';

/** What scripts log in with. */
export const TokensPart = () => (
  <OnlyFor least="admin">
    <Tokens />
  </OnlyFor>
);

function Tokens() {
  const { data: tokens, error, reload } = useGet<readonly Token[]>('/tokens');
  const [making, setMaking] = useState(false);
  const [removing, setRemoving] = useState<Token>();
  const remove = async ({ id, name }: Token): Promise<void> => {
    setRemoving(undefined);
    await tryTo(`The token ${name} was not removed`, () => send('DELETE', `/tokens/${encodeURIComponent(id)}`));
    reload();
  };
  return (
    <Panel title="Tokens" tools={<Button onClick={() => setMaking(true)}>Make a token…</Button>}>
      <p>
        A script sends its token as <code>authorization: Bearer …</code>. It may do what its role may, on the
        instruments that it is for.
      </p>
      <ProblemNote what="The tokens cannot be shown" error={error} onRetry={reload} />
      <Table
        caption="Tokens"
        rows={tokens ?? []}
        keyOf={({ id }) => id}
        columns={[
          { name: 'name', title: 'Name', cell: ({ name }) => name },
          { name: 'role', title: 'Role', cell: ({ role }) => role },
          { name: 'for', title: 'For', cell: ({ instruments }) => instruments?.join(', ') ?? 'all instruments' },
          { name: 'made', title: 'Made', cell: ({ created, by }) => `${momentUtc(created)} by ${by}` },
          {
            name: 'ends',
            title: 'Ends',
            cell: ({ expires }) => (expires === undefined ? 'never' : momentUtc(expires)),
          },
          { name: 'used', title: 'Last used', cell: ({ last_used }) => <Age of={last_used} after="ago" /> },
          {
            name: 'do',
            title: <span className="visually-hidden">What can be done</span>,
            cell: (token) => (
              <Button look="quiet" onClick={() => setRemoving(token)}>
                Remove…
              </Button>
            ),
          },
        ]}
      />
      {removing !== undefined && (
        <Confirm
          title={`Remove the token ${removing.name}?`}
          verb="Remove"
          danger
          onConfirm={() => void remove(removing)}
          onClose={() => setRemoving(undefined)}
        >
          Scripts that use it are refused from then on.
        </Confirm>
      )}
      {making && (
        <TokenDialog
          onMade={reload}
          onClose={() => {
            setMaking(false);
          }}
        />
      )}
    </Panel>
  );
}
