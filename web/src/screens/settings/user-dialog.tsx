import { type FormEvent, useId, useState } from 'react';
import type { Role } from '../../../../src/model/api/roles.ts';
import type { User } from '../../../../src/model/api/user.ts';
import { send } from '../../api/client.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { NewPasswordField } from '../../ui/password-field.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { RoleField } from './role-field.tsx';

interface UserDialogProps {
  /** Whose password is changed; a new user where nobody is named. */
  readonly user: User | undefined;
  /** There is no other: it must be an admin. */
  readonly isFirst: boolean;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** Adds a user, or gives one a new password. */
export function UserDialog({ user, isFirst, onDone, onClose }: UserDialogProps) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>(isFirst ? 'admin' : 'operator');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const form = useId();
  const isNew = user === undefined;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      if (isNew) await send('POST', '/users', { name, role, password });
      else await send('PATCH', `/users/${user.name}`, { password });
      onDone();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={form} look="main" busy={busy}>
        {isNew ? 'Add' : 'Change it'}
      </Button>
    </>
  );
  return (
    <Dialog title={isNew ? 'Add a user' : `New password for ${user.name}`} onClose={onClose} actions={actions}>
      <form id={form} onSubmit={(event) => void submit(event)}>
        {isNew && (
          <>
            <Field label="Name" hint="small letters, digits, ., _ and -, beginning with a letter">
              {(ties) => (
                <input
                  {...ties}
                  autoFocus
                  required
                  pattern="[a-z][a-z0-9._\-]{0,39}"
                  autoComplete="off"
                  value={name}
                  onChange={({ target }) => setName(target.value)}
                />
              )}
            </Field>
            <RoleField role={role} onChange={setRole} />
          </>
        )}
        <NewPasswordField label="Password" value={password} onChange={setPassword} />
      </form>
      <ProblemNote what={isNew ? 'The user was not added' : 'The password was not changed'} error={error} />
    </Dialog>
  );
}
