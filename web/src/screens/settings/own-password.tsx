import { type FormEvent, useState } from 'react';
import { send } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { notify, tryTo } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import styles from './forms.module.css';

/** Changes the password of who is logged in. */
export function OwnPassword() {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const body = { current, password };
    if (!(await tryTo('The password was not changed', () => send('PUT', '/session/password', body)))) return;
    notify('The password is changed', { text: 'Your other sessions are over.' });
    setCurrent('');
    setPassword('');
  };
  return (
    <Panel title="Password">
      <form className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field label="Password now">
          {(ties) => (
            <input
              {...ties}
              type="password"
              autoComplete="current-password"
              required
              value={current}
              onChange={({ target }) => setCurrent(target.value)}
            />
          )}
        </Field>
        <Field label="New password" hint="at least 10 characters">
          {(ties) => (
            <input
              {...ties}
              type="password"
              autoComplete="new-password"
              required
              minLength={10}
              maxLength={200}
              value={password}
              onChange={({ target }) => setPassword(target.value)}
            />
          )}
        </Field>
        <Button type="submit">Change it</Button>
      </form>
    </Panel>
  );
}
