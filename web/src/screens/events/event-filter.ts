import type { LiveData } from '../../../../src/model/api/live.ts';
import { typesOf } from './type-groups.ts';

/** An event as the server tells it. */
export type EventItem = LiveData<'event'>;

/** Which events are wanted: as it stands in the page's address. */
export interface EventFilter {
  readonly instrument: string;
  readonly types: string;
  /** The least level. */
  readonly level: string;
  readonly by: string;
  readonly search: string;
  readonly from: string;
  readonly to: string;
}

const LEVELS: readonly string[] = ['info', 'warning', 'error'];
const leastLevels = (least: string): readonly string[] => LEVELS.slice(LEVELS.indexOf(least));

/** How they are asked for. */
export function eventsPath(filter: EventFilter, limit: number, before?: string): string {
  const query = new URLSearchParams({ limit: String(limit) });
  const put = (name: string, value: string): void => {
    if (value !== '') query.set(name, value);
  };
  put('instruments', filter.instrument);
  put('types', typesOf(filter.types).join(','));
  put('levels', filter.level === '' ? '' : leastLevels(filter.level).join(','));
  put('by', filter.by);
  put('search', filter.search);
  put('from', filter.from);
  put('to', filter.to);
  put('before', before ?? '');
  return `/events?${query}`;
}

/** Whether an event that is told live is one of those that are wanted. */
export function isWanted(event: EventItem, { instrument, types, level, by, search, from, to }: EventFilter): boolean {
  const wanted = typesOf(types);
  return (
    (instrument === '' || event.instrument === instrument) &&
    (wanted.length === 0 || wanted.includes(event.type)) &&
    (level === '' || leastLevels(level).includes(event.level)) &&
    event.by.startsWith(by) &&
    event.text.toLowerCase().includes(search.toLowerCase()) &&
    (from === '' || Date.parse(event.time) >= Date.parse(from)) &&
    (to === '' || Date.parse(event.time) < Date.parse(to))
  );
}

/** Two answers can hold the same event: what tells one from another. */
export const keyOf = ({ time, instrument, type, subject = '', text }: EventItem): string =>
  [time, instrument, type, subject, text].join('|');
