import { useNow } from '../state/clock.ts';
import { ageWords } from '../words/age.ts';
import { momentUtc } from '../words/time.ts';
import { UNKNOWN } from '../words/value.ts';
import styles from './age.module.css';

interface AgeProps {
  /** When it was; ISO-8601. */
  readonly of: string | undefined;
  /** It should be younger. */
  readonly late?: boolean;
  /** Said behind it: `ago`. */
  readonly after?: string;
}

/** How old something is, in words that go on counting; the moment itself on hover. */
export function Age({ of, late = false, after }: AgeProps) {
  const now = useNow();
  if (of === undefined) return <span className={styles.age}>{UNKNOWN}</span>;
  const words = ageWords(now - Date.parse(of));
  return (
    <time className={late ? styles.late : styles.age} dateTime={of} title={momentUtc(of)}>
      {after === undefined ? words : `${words} ${after}`}
    </time>
  );
}
