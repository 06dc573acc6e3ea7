import { Link } from 'wouter';
import type { AlertRule } from '../../../../src/model/api/alert.ts';
import { useGet } from '../../api/use-get.ts';
import { useParam } from '../../state/url.ts';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { Table } from '../../ui/table.tsx';

/** What is watched, by default and by the configuration. */
export function RulesPart() {
  const { data: rules = [], error, reload } = useGet<readonly AlertRule[]>('/alert-rules');
  const [search, setSearch] = useParam('q');
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = rules.filter(({ instrument = '', kind, subject, text }) => {
    const all = `${instrument} ${kind} ${subject} ${text}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const tools = (
    <input
      type="search"
      aria-label="Search the rules"
      placeholder="Search"
      value={search}
      onChange={({ target }) => setSearch(target.value)}
    />
  );
  return (
    <Panel title="What is watched" tools={tools}>
      <p>
        Rules of the configuration stand below <code>alerts</code> in it, for one instrument or for all; see{' '}
        <Link href="/settings/config">Configuration</Link>. The others hold by default.
      </p>
      <ProblemNote what="The rules cannot be shown" error={error} onRetry={reload} />
      <Table
        caption="Rules"
        rows={shown}
        keyOf={({ instrument, kind, subject, level, text }) => [instrument, kind, subject, level, text].join('|')}
        columns={[
          {
            name: 'instrument',
            title: 'Instrument',
            cell: ({ instrument }) =>
              instrument === undefined ? 'all' : <Link href={`/i/${instrument}`}>{instrument}</Link>,
          },
          { name: 'text', title: 'Is raised when', cell: ({ text }) => text },
          { name: 'subject', title: 'Of', cell: ({ kind, subject }) => `${kind.replaceAll('_', ' ')} ${subject}` },
          { name: 'level', title: 'Level', cell: ({ level }) => level },
          { name: 'from', title: 'By', cell: ({ from }) => from },
        ]}
      />
    </Panel>
  );
}
