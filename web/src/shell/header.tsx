import { useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { isUnanswered } from '../../../src/model/api/alert-state.ts';
import type { WhoAmI } from '../../../src/model/api/user.ts';
import { useAlerts } from '../state/alerts.ts';
import { Icon } from '../ui/icon.tsx';
import { ConnectionChip } from './connection-chip.tsx';
import styles from './header.module.css';
import { HeaderClock } from './header-clock.tsx';
import { openPalette } from './palette.tsx';
import { isAt, PLACES } from './places.ts';
import { ThemeChoice } from './theme-choice.tsx';
import { Who } from './who.tsx';

/** The head of the page: where one is, where one can go, what wants somebody, and whether what is shown is live. */
export function Header({ who, site }: { readonly who: WhoAmI; readonly site: string | undefined }) {
  const [location] = useLocation();
  const { items } = useAlerts();
  const waiting = [...items.values()].filter(isUnanswered);
  const alarms = waiting.filter(({ level }) => level === 'alarm').length;
  const here = PLACES.find(({ path }) => isAt(path, location))?.title;

  useEffect(() => {
    const count = waiting.length > 0 ? `(${waiting.length}) ` : '';
    document.title = `${count}${[here, site ?? 'Sonde'].filter(Boolean).join(' · ')}`;
  }, [waiting.length, here, site]);

  return (
    <header className={styles.header}>
      <Link href="/" className={styles.name}>
        {site ?? 'Sonde'}
      </Link>
      <nav className={styles.nav} aria-label="Screens">
        {PLACES.map(({ path, title, icon }) => (
          <Link
            key={path}
            href={path}
            className={styles.place}
            aria-current={isAt(path, location) ? 'page' : undefined}
          >
            <Icon name={icon} />
            <span>{title}</span>
            {path === '/alerts' && waiting.length > 0 && (
              <span className={alarms > 0 ? styles.alarms : styles.warnings}>
                {waiting.length}
                <span className="visually-hidden"> unanswered</span>
              </span>
            )}
          </Link>
        ))}
      </nav>
      <div className={styles.tools}>
        <button
          type="button"
          className={styles.search}
          onClick={openPalette}
          title="Search instruments, commands and screens (/)"
        >
          <Icon name="search" label="Search" />
          <kbd aria-hidden>/</kbd>
        </button>
        <ConnectionChip />
        <HeaderClock />
        <ThemeChoice />
        <Who who={who} />
      </div>
      <p className="visually-hidden" aria-live="assertive">
        {alarms > 0 ? `${alarms} unanswered ${alarms === 1 ? 'alarm' : 'alarms'}` : ''}
      </p>
    </header>
  );
}
