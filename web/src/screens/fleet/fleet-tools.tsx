import { prefer, usePreferences } from '../../state/preferences.ts';
import { useParam } from '../../state/url.ts';
import { Button } from '../../ui/button.tsx';
import { GROUPINGS, SHOWS } from './arrange.ts';
import styles from './fleet-tools.module.css';

/** What is shown of the fleet, and how. */
export function FleetTools({ counts }: { readonly counts: Readonly<Record<string, number>> }) {
  const { fleetView } = usePreferences();
  const [search, setSearch] = useParam('q');
  const [group, setGroup] = useParam('group', 'none');
  const [show, setShow] = useParam('show', 'all');
  return (
    <search className={styles.tools}>
      <input
        type="search"
        className={styles.search}
        aria-label="Search the fleet"
        placeholder="Name, kind or state"
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <fieldset className={styles.shows}>
        <legend className="visually-hidden">Show</legend>
        {SHOWS.map(({ name, title }) => (
          <Button key={name} look="quiet" aria-pressed={show === name} onClick={() => setShow(name)}>
            {title} <small>{counts[name] ?? 0}</small>
          </Button>
        ))}
      </fieldset>
      <select aria-label="Group" value={group} onChange={({ target }) => setGroup(target.value)}>
        {GROUPINGS.map(({ name, title }) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      <Button
        hint="How instruments are shown"
        onClick={() => prefer({ fleetView: fleetView === 'tiles' ? 'rows' : 'tiles' })}
      >
        {fleetView === 'tiles' ? 'As rows' : 'As tiles'}
      </Button>
    </search>
  );
}
