import { type FormEvent, useState } from 'react';
import { logIn } from '../../state/session.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import styles from './login.module.css';

/** Who is there? */
export function LoginScreen() {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    logIn(name, password)
      .catch(setError)
      .finally(() => setBusy(false));
  };

  return (
    <main className={styles.login}>
      <form onSubmit={submit} className={styles.form}>
        <h1>Log in to Sonde</h1>
        <Field label="Name">
          {(ties) => (
            <input
              {...ties}
              autoComplete="username"
              required
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <PasswordField
          label="Password"
          hint="The first start of the server has printed that of the first user, admin."
          value={password}
          onChange={setPassword}
        />
        <ProblemNote what="You are not logged in" error={error} />
        <Button type="submit" look="main" busy={busy}>
          Log in
        </Button>
      </form>
    </main>
  );
}
