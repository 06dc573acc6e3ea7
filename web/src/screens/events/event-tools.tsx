import { useEffect, useState } from 'react';
import { useInstruments } from '../../state/instruments.ts';
import { Button } from '../../ui/button.tsx';
import { momentUtc } from '../../words/time.ts';
import type { EventFilter } from './event-filter.ts';
import styles from './event-tools.module.css';
import { TYPE_GROUPS } from './type-groups.ts';

type Set = Readonly<Record<keyof EventFilter, (value: string) => void>>;

/** Which events are shown. */
export function EventTools({
  filter,
  set,
  ofOne,
}: {
  readonly filter: EventFilter;
  readonly set: Set;
  readonly ofOne: boolean;
}) {
  const { items } = useInstruments();
  const { from, to } = filter;
  return (
    <search className={styles.tools}>
      <Typed label="Search the events" placeholder="Search" value={filter.search} onValue={set.search} />
      {!ofOne && (
        <select
          aria-label="Instrument"
          value={filter.instrument}
          onChange={({ target }) => set.instrument(target.value)}
        >
          <option value="">All instruments</option>
          <option value="system">The program itself</option>
          {[...items.values()].map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
      <select aria-label="About" value={filter.types} onChange={({ target }) => set.types(target.value)}>
        <option value="">About everything</option>
        {Object.entries(TYPE_GROUPS).map(([name, { title }]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      <select aria-label="Level" value={filter.level} onChange={({ target }) => set.level(target.value)}>
        <option value="">All levels</option>
        <option value="warning">Warnings and errors</option>
        <option value="error">Errors only</option>
      </select>
      <Typed label="Done by" placeholder="Done by" value={filter.by} onValue={set.by} />
      {(from !== '' || to !== '') && (
        <Button
          look="quiet"
          onClick={() => {
            set.from('');
            set.to('');
          }}
        >
          {from !== '' && `from ${momentUtc(from)} `}
          {to !== '' && `to ${momentUtc(to)} `}✕<span className="visually-hidden"> show all times</span>
        </Button>
      )}
    </search>
  );
}

const SETTLED_MS = 300;

/** Text to search for: the server is asked when the typing pauses. */
function Typed({
  label,
  placeholder,
  value,
  onValue,
}: {
  label: string;
  placeholder: string;
  value: string;
  onValue: (value: string) => void;
}) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onValue(typed), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [typed, value, onValue]);
  return (
    <input
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
}
