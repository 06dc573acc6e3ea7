import type { ReactNode } from 'react';
import { Field } from './field.tsx';

interface PasswordFieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** A password that somebody has. */
export function PasswordField({ label, hint, value, onChange }: PasswordFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(ties) => (
        <input
          {...ties}
          type="password"
          autoComplete="current-password"
          required
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

/** A password that somebody is to have. */
export function NewPasswordField({ label, value, onChange }: Omit<PasswordFieldProps, 'hint'>) {
  return (
    <Field label={label} hint="at least 10 characters">
      {(ties) => (
        <input
          {...ties}
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          maxLength={200}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}
