import { FLAG_WORDS, inWholeUnit, unitWords, valueWords } from '../words/value.ts';
import { Age } from './age.tsx';
import { Icon } from './icon.tsx';
import styles from './value.module.css';

interface ValueProps {
  readonly value: unknown;
  readonly unit?: string | undefined;
  /** QARTOD: 3 suspect and 4 failed are said. */
  readonly flag?: number | undefined;
  /** When it was; its age is shown where this is given. */
  readonly time?: string | undefined;
  /** It is older than it should be: it is dimmed, and its age stands out. */
  readonly late?: boolean;
  readonly size?: 'text' | 'value' | 'large';
  /** So many digits are enough; the value itself is on hover. */
  readonly digits?: number;
}

/** A value with its unit, its quality and its age, in that order of size. */
export function Value({ value, unit, flag, time, late = false, size = 'value', digits }: ValueProps) {
  const shown = inWholeUnit(value, unit);
  const doubted = flag !== undefined && flag >= 3;
  return (
    <span className={`${styles.whole} ${late ? styles.late : ''}`}>
      <span className={styles[size]} title={[valueWords(value), unit].filter(Boolean).join(' ')}>
        {valueWords(shown.value, digits)}
      </span>
      {shown.unit !== undefined && <span className={styles.unit}>{unitWords(shown.unit)}</span>}
      {doubted && (
        <span className={flag === 3 ? styles.suspect : styles.failed}>
          <Icon name={flag === 3 ? 'warning' : 'trouble'} /> {FLAG_WORDS[flag]}
        </span>
      )}
      {time !== undefined && <Age of={time} late={late} />}
    </span>
  );
}
