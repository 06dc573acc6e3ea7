import type { ReactNode } from 'react';
import { Empty } from '../../ui/empty.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { ConfigPart } from './config.tsx';
import { PagePart } from './page.tsx';
import { RulesPart } from './rules.tsx';
import { ServerPart } from './server.tsx';
import styles from './settings.module.css';
import { TokensPart } from './tokens.tsx';
import { UsersPart } from './users.tsx';

const PARTS: Readonly<Record<string, { readonly title: string; readonly show: () => ReactNode }>> = {
  page: { title: 'This page', show: () => <PagePart /> },
  server: { title: 'Server', show: () => <ServerPart /> },
  rules: { title: 'What is watched', show: () => <RulesPart /> },
  config: { title: 'Configuration', show: () => <ConfigPart /> },
  users: { title: 'Users', show: () => <UsersPart /> },
  tokens: { title: 'Tokens', show: () => <TokensPart /> },
};

const TABS = Object.entries(PARTS).map(([name, { title }]) => ({ name, title, href: `/settings/${name}` }));

/** How the page looks, who may do what, what is deployed. */
export function SettingsScreen({ part }: { readonly part: string }) {
  return (
    <div className={styles.settings}>
      <h1>Settings</h1>
      <Tabs label="Settings" tabs={TABS} current={part} />
      {PARTS[part]?.show() ?? <Empty title={`There is no setting '${part}'`} />}
    </div>
  );
}
