import type { Lock } from '../../../src/model/api/lock.ts';
import { momentUtc } from '../words/time.ts';
import { Icon } from './icon.tsx';
import styles from './lock-chip.module.css';

/** Who holds an instrument; nothing where nobody does. */
export function LockChip({ lock, mine = false }: { readonly lock: Lock | undefined; readonly mine?: boolean }) {
  if (lock === undefined) return null;
  const about = `${lock.reason}; until ${momentUtc(lock.expires)}`;
  return (
    <span className={mine ? styles.mine : styles.other} title={about}>
      <Icon name="lock" /> {mine ? 'held by this page' : `held by ${lock.holder}`}
    </span>
  );
}
