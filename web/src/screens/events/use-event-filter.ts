import { useMemo } from 'react';
import { useParam } from '../../state/url.ts';
import type { EventFilter } from './event-filter.ts';

/** Which events are wanted, in the page's address. */
export function useEventFilter(only: string | undefined) {
  const [chosen, setInstrument] = useParam('instrument');
  const [types, setTypes] = useParam('types');
  const [level, setLevel] = useParam('level');
  const [by, setBy] = useParam('by');
  const [search, setSearch] = useParam('q');
  const [from, setFrom] = useParam('from');
  const [to, setTo] = useParam('to');
  const instrument = only ?? chosen;
  const filter = useMemo(
    (): EventFilter => ({ instrument, types, level, by, search, from, to }),
    [instrument, types, level, by, search, from, to],
  );
  const set = {
    instrument: setInstrument,
    types: setTypes,
    level: setLevel,
    by: setBy,
    search: setSearch,
    from: setFrom,
    to: setTo,
  };
  return { filter, set };
}
