import { type FormEvent, useId, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';

const NAME = /^[a-z][a-z0-9_]{0,99}$/;

/** Asks what a new mission is to be called. */
export function NewMission({ taken, onClose }: { readonly taken: readonly string[]; readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [, go] = useLocation();
  const form = useId();
  const errors = [
    ...(name !== '' && !NAME.test(name) ? ['small letters, digits and _, beginning with a letter'] : []),
    ...(taken.includes(name) ? ['there is one of this name already'] : []),
  ];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name === '' || errors.length > 0) return;
    onClose();
    go(`/missions/${name}`);
  };
  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={form} look="main" disabled={name === '' || errors.length > 0}>
        Write it
      </Button>
    </>
  );
  return (
    <Dialog title="New mission" onClose={onClose} actions={actions}>
      <form id={form} onSubmit={submit}>
        <Field label="Name" hint="Such as morning_dive; it is kept when its text is saved." errors={errors}>
          {(ties) => <input {...ties} autoFocus value={name} onChange={({ target }) => setName(target.value)} />}
        </Field>
      </form>
    </Dialog>
  );
}
