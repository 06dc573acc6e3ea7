import { useEffect, useMemo } from 'react';
import { useInstruments } from '../../state/instruments.ts';
import { locks } from '../../state/locks.ts';
import { usePreferences } from '../../state/preferences.ts';
import { useStore } from '../../state/store.ts';
import { useParam } from '../../state/url.ts';
import { Empty } from '../../ui/empty.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { WhenSeen } from '../../ui/when-seen.tsx';
import { AlertsStrip } from './alerts-strip.tsx';
import { arrange, countShown } from './arrange.ts';
import styles from './fleet.module.css';
import { FleetRow } from './fleet-row.tsx';
import { FleetTile } from './fleet-tile.tsx';
import { FleetTools } from './fleet-tools.tsx';
import { HowToBegin } from './how-to-begin.tsx';
import { SinceLooked } from './since-looked.tsx';

/** Every instrument at one glance: those that want somebody come first. */
export function FleetScreen() {
  const { items, known, error } = useInstruments();
  const held = useStore(locks.store, (all) => all.items);
  const { fleetView } = usePreferences();
  const [search] = useParam('q');
  const [group] = useParam('group', 'none');
  const [show] = useParam('show', 'all');

  const all = useMemo(() => [...items.values()], [items]);
  const holders = useMemo(() => new Set(held.keys()), [held]);
  const groups = useMemo(() => arrange(all, { search, group, show }, holders), [all, search, group, show, holders]);
  const counts = useMemo(() => countShown(all, holders), [all, holders]);
  useRestoredScroll(known);

  if (!known)
    return error === undefined ? <Empty title="Asking for the instruments…" /> : <ProblemNote error={error} />;
  if (all.length === 0) return <HowToBegin />;
  const One = fleetView === 'rows' ? FleetRow : FleetTile;
  return (
    <div className={styles.fleet}>
      <h1 className="visually-hidden">Fleet</h1>
      <AlertsStrip />
      <SinceLooked />
      <FleetTools counts={counts} />
      {groups.length === 0 && (
        <Empty title="No instrument is like that">Change what is searched for, or show all.</Empty>
      )}
      {groups.map(({ title, instruments }) => (
        <section key={title} aria-label={title === '' ? 'Instruments' : title}>
          <h2 className={title === '' ? 'visually-hidden' : styles.group}>
            {title === '' ? 'Instruments' : title} <small>{instruments.length}</small>
          </h2>
          <ul className={styles[fleetView]}>
            {instruments.map((instrument) => (
              <WhenSeen key={instrument.id} className={styles.place} otherwise={instrument.name}>
                <One instrument={instrument} />
              </WhenSeen>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

/** Who comes back from an instrument is where they were. */
function useRestoredScroll(ready: boolean): void {
  useEffect(() => {
    if (!ready) return;
    scrollTo(0, Number(sessionStorage.getItem('sonde.fleet.scroll') ?? 0));
    const keep = (): void => sessionStorage.setItem('sonde.fleet.scroll', String(scrollY));
    addEventListener('scrollend', keep);
    return () => removeEventListener('scrollend', keep);
  }, [ready]);
}
