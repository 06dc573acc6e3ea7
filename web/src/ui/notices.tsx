import type { ReactNode } from 'react';
import { createStore, useStore } from '../state/store.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import styles from './notices.module.css';
import { ProblemNote } from './problem.tsx';

interface Note {
  readonly id: number;
  readonly title: string;
  readonly text?: ReactNode;
  readonly error?: unknown;
  /** What happened is nothing good. */
  readonly isWarning?: boolean;
}

const notes = createStore<readonly Note[]>([]);
const MOST = 5;
let count = 0;

/** Says that something was done, or failed; it stays until it is dismissed. */
export function notify(title: string, about: Omit<Note, 'id' | 'title'> = {}): void {
  notes.update((before) => [...before.slice(1 - MOST), { id: ++count, title, ...about }]);
}

/** Does something, and says it where it failed. */
export async function tryTo(what: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    notify(what, { error });
    return false;
  }
}

const dismiss = (id: number): void => notes.update((before) => before.filter((note) => note.id !== id));

/** All that was said and not dismissed, in a corner. */
export function Notices() {
  const all = useStore(notes);
  return (
    <section className={styles.notices} aria-label="Notices" aria-live="polite">
      {all.map(({ id, title, text, error, isWarning }) => (
        <div key={id} className={styles.notice}>
          <div className={styles.said}>
            {error === undefined ? (
              <>
                <p className={styles.title}>
                  <Icon name={isWarning ? 'warning' : 'good'} /> {title}
                </p>
                {text !== undefined && <p>{text}</p>}
              </>
            ) : (
              <ProblemNote what={title} error={error} />
            )}
          </div>
          <Button look="quiet" onClick={() => dismiss(id)}>
            <Icon name="close" label={`Dismiss: ${title}`} />
          </Button>
        </div>
      ))}
    </section>
  );
}
