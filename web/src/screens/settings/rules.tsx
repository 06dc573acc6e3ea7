import { Link } from 'wouter';
import type { AlertRule } from '../../../../src/model/api/alert.ts';
import { useGet } from '../../api/use-get.ts';
import { useInstruments } from '../../state/instruments.ts';
import { useParam } from '../../state/url.ts';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { Table } from '../../ui/table.tsx';

/** What is watched, by default and by the configuration. */
export function RulesPart() {
  const { data: rules = [], error, reload } = useGet<readonly AlertRule[]>('/alert-rules');
  const [search, setSearch] = useParam('q');
  const { items } = useInstruments();
  const shown = searched(gathered(rules), search);
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
        keyOf={keyOf}
        columns={[
          {
            name: 'of',
            title: 'Instruments',
            cell: ({ of }) => (of.length === 0 || of.length === items.size ? 'all' : of.join(', ')),
          },
          { name: 'text', title: 'Is raised when', cell: ({ text }) => text },
          { name: 'subject', title: 'What', cell: ({ kind, subject }) => `${kind}: ${subject}`.replaceAll('_', ' ') },
          { name: 'level', title: 'Level', cell: ({ level }) => level },
          { name: 'from', title: 'By', cell: ({ from }) => from },
        ]}
      />
    </Panel>
  );
}

/** A rule with all instruments that it holds for. */
type Rule = Omit<AlertRule, 'instrument'> & { readonly of: readonly string[] };

const keyOf = ({ kind, subject, level, text, from }: Omit<AlertRule, 'instrument'>): string =>
  [kind, subject, level, text, from].join('|');

/** Rules that say the same are one. */
const gathered = (rules: readonly AlertRule[]): Rule[] =>
  [...Map.groupBy(rules, keyOf).values()].flatMap((alike) =>
    alike.slice(0, 1).map(({ instrument: _, ...rule }) => ({
      ...rule,
      of: alike.flatMap(({ instrument }) => instrument ?? []),
    })),
  );

function searched(rules: readonly Rule[], search: string): Rule[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rules.filter((rule) => {
    const text = `${keyOf(rule)} ${rule.of.join(' ')}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
