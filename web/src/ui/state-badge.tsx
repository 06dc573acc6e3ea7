import { stateWords } from '../words/states.ts';
import { Icon, type IconName } from './icon.tsx';
import styles from './state-badge.module.css';

const ICONS = {
  good: 'good',
  busy: 'busy',
  idle: 'idle',
  trouble: 'trouble',
  unknown: 'unknown',
} as const satisfies Record<string, IconName>;

/** What an instrument is doing, in plain words with a sign; the exact name on hover. */
export function StateBadge({ state, problem }: { readonly state: string; readonly problem?: string | undefined }) {
  const { words, tone } = stateWords(state);
  return (
    <span className={`${styles.badge} ${styles[tone]}`} title={problem === undefined ? state : `${state}: ${problem}`}>
      <Icon name={ICONS[tone]} /> {words}
    </span>
  );
}
