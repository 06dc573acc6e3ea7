import { type ReactNode, useEffect } from 'react';
import { useLocation } from 'wouter';
import type { z } from 'zod';
import type { serverInfo } from '../../../src/model/api/data.ts';
import type { WhoAmI } from '../../../src/model/api/user.ts';
import { connection } from '../api/connection.ts';
import { useGet } from '../api/use-get.ts';
import { KeyList } from '../keys/key-list.tsx';
import { alerts } from '../state/alerts.ts';
import { setServerTime } from '../state/clock.ts';
import { followRegistry, instruments } from '../state/instruments.ts';
import { locks } from '../state/locks.ts';
import { useStore } from '../state/store.ts';
import { Notices } from '../ui/notices.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Header } from './header.tsx';
import { LostBanner } from './lost-banner.tsx';
import { Palette } from './palette.tsx';
import styles from './shell.module.css';
import { useArrival } from './use-arrival.ts';

type ServerInfo = z.infer<typeof serverInfo>;

/** What stands around every screen, and what every screen needs to know. */
export function Shell({ who, children }: { readonly who: WhoAmI; readonly children: ReactNode }) {
  const { data: info } = useGet<ServerInfo>('/');
  useArrival();
  const [place] = useLocation();
  const lost = useStore(connection, ({ state }) => state === 'lost');
  useEffect(() => {
    const ends = [instruments.start(), alerts.start(), locks.start(), followRegistry()];
    return () => {
      for (const end of ends) end();
    };
  }, []);
  useEffect(() => {
    if (info !== undefined) setServerTime(info.time);
  }, [info]);
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <Header who={who} site={info?.site} />
      {lost && <LostBanner />}
      <main id="main" tabIndex={-1} className={lost ? styles.lost : styles.main}>
        <ErrorBoundary place={place}>{children}</ErrorBoundary>
      </main>
      <Notices />
      <Palette />
      <KeyList />
    </>
  );
}
