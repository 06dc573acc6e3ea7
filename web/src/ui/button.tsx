import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import styles from './button.module.css';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `main`: what one came for, once on a screen at the most; `danger`: what cannot be undone; `quiet`: beside the matter. */
  readonly look?: 'plain' | 'main' | 'danger' | 'quiet';
  /** What will be sent, or why it cannot be: on hover, and for a screen reader. */
  readonly hint?: string | undefined;
  /** It was pressed, and is not done yet. */
  readonly busy?: boolean;
  readonly children: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** Something that can be done. */
export function Button({
  look = 'plain',
  hint,
  busy = false,
  disabled,
  className,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      className={`${styles.button} ${styles[look]} ${className ?? ''}`}
      title={hint}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
    />
  );
}
