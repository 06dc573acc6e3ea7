import { type ReactNode, Suspense } from 'react';
import { Link, useLocation } from 'wouter';
import { useGet } from '../../api/use-get.ts';
import { useKey } from '../../keys/use-key.ts';
import { useInstrument, useInstruments } from '../../state/instruments.ts';
import { useRange } from '../../state/range.ts';
import { writeRange } from '../../state/range-words.ts';
import { Empty } from '../../ui/empty.tsx';
import { lazily } from '../../ui/lazily.ts';
import { ProblemNote } from '../../ui/problem.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { AboutTab } from './about/about.tsx';
import { ControlTab } from './control/control.tsx';
import { Header } from './header/header.tsx';
import css from './instrument.module.css';
import { ParametersTab } from './parameters/parameters.tsx';
import type { Described, Known } from './state/known.ts';
import { useOverview } from './state/use-overview.ts';

const EventList = lazily(async () => (await import('../events/event-list.tsx')).EventList);
const LiveTab = lazily(async () => (await import('./live/live.tsx')).LiveTab);
const TerminalTab = lazily(async () => (await import('./terminal/terminal.tsx')).TerminalTab);
const TranscriptTab = lazily(async () => (await import('./transcript/transcript.tsx')).TranscriptTab);
const DataTab = lazily(async () => (await import('./data/data.tsx')).DataTab);

interface Sheet {
  readonly title: string;
  readonly show: (known: Known) => ReactNode;
}

const SHEETS: Readonly<Record<string, Sheet>> = {
  live: { title: 'Live', show: (known) => <LiveTab {...known} /> },
  control: { title: 'Control', show: (known) => <ControlTab {...known} /> },
  parameters: { title: 'Parameters', show: (known) => <ParametersTab {...known} /> },
  transcript: { title: 'Transcript', show: ({ id }) => <TranscriptTab id={id} /> },
  terminal: { title: 'Terminal', show: (known) => <TerminalTab {...known} /> },
  data: { title: 'Data', show: ({ id }) => <DataTab id={id} /> },
  events: { title: 'Events', show: ({ id }) => <EventList instrument={id} /> },
  about: { title: 'About', show: (known) => <AboutTab {...known} /> },
};

interface Props {
  readonly id: string;
  readonly tab: string | undefined;
}

/** One instrument: how it stands, and a sheet for each thing that one wants of it. */
export function InstrumentScreen({ id, tab = 'live' }: Props) {
  const summary = useInstrument(id);
  const { known, error } = useInstruments();
  const [range] = useRange();
  if (summary === undefined) {
    if (error !== undefined) return <ProblemNote error={error} what="The instruments cannot be shown" />;
    if (!known) return null;
    return (
      <Empty title={`There is no instrument '${id}'`}>
        <Link href="/">The fleet</Link> has all that there are.
      </Empty>
    );
  }
  // The time range is the page's; what else stands in the address is this sheet's own.
  const query = writeRange(new URLSearchParams(), range);
  const tabs = Object.entries(SHEETS).map(([name, { title }]) => ({ name, title, href: `/i/${id}/${name}?${query}` }));
  return (
    <div className={css.screen}>
      {tabs.map(({ name, title, href }, i) => (
        <SheetKey key={name} digit={String(i + 1)} title={title} href={href} />
      ))}
      <Header summary={summary} />
      <Tabs label={summary.name} tabs={tabs} current={tab} />
      <SheetOf key={id} id={id} tab={tab} />
    </div>
  );
}

function SheetKey({ digit, title, href }: { readonly digit: string; readonly title: string; readonly href: string }) {
  const [, go] = useLocation();
  useKey(digit, `Sheet ${title}`, () => go(href));
  return null;
}

function SheetOf({ id, tab }: { readonly id: string; readonly tab: string }) {
  const { data: overview, error, reload } = useOverview(id);
  const described = useGet<Described>(`/instruments/${id}/metadata`);
  const sheet = SHEETS[tab];
  if (sheet === undefined) return <Empty title={`There is no sheet '${tab}'`} />;
  const failed = error ?? described.error;
  if (overview === undefined || described.data === undefined) {
    if (failed === undefined) return <p className={css.waiting}>Asking …</p>;
    return <ProblemNote error={failed} what={`What ${id} is cannot be shown`} onRetry={reload} />;
  }
  return (
    <Suspense fallback={<p className={css.waiting}>Loading …</p>}>
      {sheet.show({ id, overview, described: described.data, reload })}
    </Suspense>
  );
}
