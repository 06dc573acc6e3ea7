import { useState } from 'react';
import { useStore } from '../state/store.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import styles from './key-list.module.css';
import { knownKeys, useKey } from './use-key.ts';

/** What `?` shows: every key that does something on this screen. */
export function KeyList() {
  const [open, setOpen] = useState(false);
  const keys = useStore(knownKeys);
  useKey('?', 'List the keys', () => setOpen(true));
  if (!open) return null;
  const close = (): void => setOpen(false);
  return (
    <Dialog title="Keys" onClose={close} actions={<Button onClick={close}>Close</Button>}>
      <dl className={styles.keys}>
        {keys.map(({ id, key, does }) => (
          <div key={id}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>Esc</kbd>
          </dt>
          <dd>Close what is open</dd>
        </div>
      </dl>
    </Dialog>
  );
}
