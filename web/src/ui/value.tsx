import { FLAG_WORDS, inWholeUnit, unitWords, valueWords } from '../words/value.ts';
import { Age } from './age.tsx';
import { Icon, type IconName } from './icon.tsx';
import styles from './value.module.css';

interface ValueProps {
  readonly value: unknown;
  readonly unit?: string | undefined;
  /** QARTOD: 3 suspect, 4 failed and 9 missing are said. */
  readonly flag?: number | undefined;
  /** When it was; its age is shown where this is given. */
  readonly time?: string | undefined;
  /** It is older than it should be: it is dimmed, and its age stands out. */
  readonly late?: boolean;
  readonly size?: 'text' | 'value' | 'large';
  /** So many digits are enough; the value itself is on hover. */
  readonly digits?: number;
}

/** What is only missing is said, and is no failure. */
const DOUBTS: Readonly<Record<number, { readonly icon: IconName; readonly style: string | undefined }>> = {
  3: { icon: 'warning', style: styles.suspect },
  4: { icon: 'trouble', style: styles.failed },
};

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
        <span className={DOUBTS[flag]?.style ?? styles.unit}>
          {DOUBTS[flag] !== undefined && <Icon name={DOUBTS[flag].icon} />} {FLAG_WORDS[flag]}
        </span>
      )}
      {time !== undefined && <Age of={time} late={late} />}
    </span>
  );
}
