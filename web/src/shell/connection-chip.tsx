import { connection } from '../api/connection.ts';
import { useStore } from '../state/store.ts';
import { Icon } from '../ui/icon.tsx';
import styles from './connection-chip.module.css';

const WORDS = { connecting: 'connecting', live: 'live', lost: 'lost' } as const;

/** Whether what is shown is live. */
export function ConnectionChip() {
  const { state } = useStore(connection);
  return (
    <span className={styles[state]} title={state === 'live' ? 'The server is heard: what is shown is live' : undefined}>
      <Icon name={state === 'live' ? 'good' : state === 'lost' ? 'trouble' : 'busy'} /> {WORDS[state]}
    </span>
  );
}
