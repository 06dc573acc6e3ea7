import { type ReactNode, useId } from 'react';
import styles from './field.module.css';

/** What an input gets so that its label, hint and errors belong to it. */
export interface FieldTies {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly errors?: readonly string[];
  readonly children: (ties: FieldTies) => ReactNode;
}

/** An input with its label, its hint, and all that is wrong with it. */
export function Field({ label, hint, errors = [], children }: FieldProps) {
  const id = useId();
  const wrong = errors.length > 0;
  const about = [hint !== undefined && `${id}-hint`, wrong && `${id}-errors`].filter(Boolean).join(' ');
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': about === '' ? undefined : about, 'aria-invalid': wrong || undefined })}
      {hint !== undefined && (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      )}
      {wrong && (
        <p id={`${id}-errors`} className={styles.errors}>
          {errors.join(' · ')}
        </p>
      )}
    </div>
  );
}
