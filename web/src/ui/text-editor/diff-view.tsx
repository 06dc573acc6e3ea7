import { useMemo } from 'react';
import styles from './diff-view.module.css';
import { lineDiff, withContext } from './line-diff.ts';

const SIGNS = { same: ' ', old: '−', new: '+' } as const;

/** What differs between two texts. */
export function DiffView({ before, after }: { readonly before: string; readonly after: string }) {
  const lines = useMemo(() => withContext(lineDiff(before, after)), [before, after]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.diff} aria-label="What changes" tabIndex={0}>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number
        <div key={index} className={line === undefined ? styles.left : styles[line.kind]}>
          {line === undefined ? '…' : `${SIGNS[line.kind]} ${line.text}`}
        </div>
      ))}
    </section>
  );
}
