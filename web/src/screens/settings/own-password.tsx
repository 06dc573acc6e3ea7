import { type FormEvent, useState } from 'react';
import { send } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { notify, tryTo } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { NewPasswordField, PasswordField } from '../../ui/password-field.tsx';
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
        <PasswordField label="Password now" value={current} onChange={setCurrent} />
        <NewPasswordField label="New password" value={password} onChange={setPassword} />
        <Button type="submit">Change it</Button>
      </form>
    </Panel>
  );
}
