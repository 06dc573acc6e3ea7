import type { InstrumentSummary } from '../../../../src/model/api/instrument.ts';
import { stateWords } from '../../words/states.ts';

/** How much an instrument wants somebody: the first is the most. */
export const CONCERNS = [
  { name: 'alarm', title: 'Alarm' },
  { name: 'trouble', title: 'Trouble' },
  { name: 'known', title: 'Known' },
  { name: 'well', title: 'Well' },
] as const;
export type Concern = (typeof CONCERNS)[number]['name'];

type Judged = Pick<InstrumentSummary, 'state' | 'problem' | 'late' | 'alerts'>;

/** `alarm`: an alarm that nobody has answered. `trouble`: anything else that somebody should see. `known`: what is wrong was answered. */
export function concernOf({ state, problem, late, alerts }: Judged): Concern {
  const { alarms, warnings, unanswered } = alerts;
  if (unanswered > 0) return alarms > 0 ? 'alarm' : 'trouble';
  if (alarms + warnings > 0) return 'known';
  return late || problem !== undefined || stateWords(state).tone === 'trouble' ? 'trouble' : 'well';
}

export const GROUPINGS = [
  { name: 'none', title: 'Not grouped' },
  { name: 'kind', title: 'By kind' },
  { name: 'state', title: 'By state' },
] as const;

/** What is shown of the fleet: as it stands in the page's address. */
export interface Choice {
  readonly search: string;
  readonly group: string;
  readonly show: string;
}

export const SHOWS = [
  { name: 'all', title: 'All' },
  { name: 'troubled', title: 'Troubled' },
  { name: 'late', title: 'Late' },
  { name: 'held', title: 'Held' },
] as const;

const SHOWN: Readonly<Record<string, (instrument: InstrumentSummary, held: ReadonlySet<string>) => boolean>> = {
  troubled: (instrument) => concernOf(instrument) !== 'well',
  late: ({ late }) => late,
  held: ({ id }, held) => held.has(id),
};

/** How many each choice would show. */
export const countShown = (all: readonly InstrumentSummary[], held: ReadonlySet<string>): Record<string, number> =>
  Object.fromEntries(SHOWS.map(({ name }) => [name, all.filter((one) => SHOWN[name]?.(one, held) ?? true).length]));

const isCalled = ({ id, name, kind, model, state }: InstrumentSummary, words: readonly string[]): boolean => {
  const text = [id, name, kind, model, state, stateWords(state).words].join(' ').toLowerCase();
  return words.every((word) => text.includes(word));
};

const GROUP_OF: Readonly<Record<string, (instrument: InstrumentSummary) => string>> = {
  kind: ({ kind }) => kind,
  state: ({ state }) => stateWords(state).words,
};

export interface Group {
  readonly title: string;
  readonly instruments: readonly InstrumentSummary[];
}

/** The instruments that are wanted, in groups; in each, those that want somebody come first, and else all stay in their order. */
export function arrange(
  all: readonly InstrumentSummary[],
  { search, group, show }: Choice,
  held: ReadonlySet<string>,
): readonly Group[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const rank = (one: InstrumentSummary): number => CONCERNS.findIndex(({ name }) => name === concernOf(one));
  const shown = all
    .filter((one) => (SHOWN[show]?.(one, held) ?? true) && isCalled(one, words))
    .sort((a, b) => rank(a) - rank(b));
  const groups = Map.groupBy(shown, GROUP_OF[group] ?? (() => ''));
  return [...groups].map(([title, instruments]) => ({ title, instruments }));
}
