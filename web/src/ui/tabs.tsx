import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import styles from './tabs.module.css';

export interface Tab {
  readonly name: string;
  readonly title: ReactNode;
  readonly href: string;
}

/** Sheets of one thing. Each has an address, so they are links. */
export function Tabs({
  label,
  tabs,
  current,
}: {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly current: string;
}) {
  const nav = useRef<HTMLElement>(null);
  // On a narrow page not all of them are in view.
  useEffect(() => {
    const shown = nav.current?.querySelector(`[data-tab="${current}"]`);
    shown?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [current]);
  return (
    <nav ref={nav} className={styles.tabs} aria-label={label}>
      {tabs.map(({ name, title, href }) => (
        <Link
          key={name}
          href={href}
          className={styles.tab}
          data-tab={name}
          aria-current={name === current ? 'page' : undefined}
        >
          {title}
        </Link>
      ))}
    </nav>
  );
}
