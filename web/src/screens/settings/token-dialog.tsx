import { type FormEvent, useId, useState } from 'react';
import type { z } from 'zod';
import type { Role } from '../../../../src/model/api/roles.ts';
import type { newToken } from '../../../../src/model/api/user.ts';
import { send } from '../../api/client.ts';
import { serverNow } from '../../state/clock.ts';
import { useInstruments } from '../../state/instruments.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import styles from './forms.module.css';
import { RoleField } from './role-field.tsx';

type NewToken = z.infer<typeof newToken>;

const DAY_MS = 86_400_000;
const LIVES = [
  { days: 1, title: 'a day' },
  { days: 30, title: '30 days' },
  { days: 365, title: 'a year' },
  { days: 0, title: 'until it is removed' },
] as const;

/** Makes a token; its secret is shown here, and never again. */
export function TokenDialog({ onMade, onClose }: { readonly onMade: () => void; readonly onClose: () => void }) {
  const { items } = useInstruments();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [days, setDays] = useState(365);
  const [only, setOnly] = useState<ReadonlySet<string>>(new Set());
  const [made, setMade] = useState<NewToken>();
  const [error, setError] = useState<unknown>();
  const form = useId();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      const token = await send<NewToken>('POST', '/tokens', {
        name,
        role,
        ...(only.size > 0 && { instruments: [...only] }),
        ...(days > 0 && { expires: new Date(serverNow() + days * DAY_MS).toISOString() }),
      });
      setMade(token);
      onMade();
    } catch (thrown) {
      setError(thrown);
    }
  };
  const toggle = (id: string): void =>
    setOnly((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id])));

  if (made !== undefined) return <Secret token={made} onClose={onClose} />;
  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={form} look="main">
        Make it
      </Button>
    </>
  );
  return (
    <Dialog title="Make a token" onClose={onClose} actions={actions}>
      <form id={form} className={styles.form} onSubmit={(event) => void submit(event)}>
        <Field label="Name" hint="what it is for; events name it so">
          {(ties) => (
            <input
              {...ties}
              autoFocus
              required
              pattern="[a-z][a-z0-9._\-]{0,39}"
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <RoleField role={role} onChange={setRole} />
        <Field label="For how long">
          {(ties) => (
            <select {...ties} value={days} onChange={({ target }) => setDays(Number(target.value))}>
              {LIVES.map((life) => (
                <option key={life.days} value={life.days}>
                  {life.title}
                </option>
              ))}
            </select>
          )}
        </Field>
        <fieldset>
          <legend>Only for these instruments; for all where none is chosen</legend>
          <div className={styles.instruments}>
            {[...items.values()].map((instrument) => (
              <label key={instrument.id}>
                <input type="checkbox" checked={only.has(instrument.id)} onChange={() => toggle(instrument.id)} />
                {instrument.name}
              </label>
            ))}
          </div>
        </fieldset>
      </form>
      <ProblemNote what="The token was not made" error={error} />
    </Dialog>
  );
}

function Secret({ token, onClose }: { readonly token: NewToken; readonly onClose: () => void }) {
  const [copied, setCopied] = useState(false);
  // Browsers let a page reach the clipboard only where it came over an encrypted connection, or from this machine.
  const copy = (): void => void navigator.clipboard?.writeText(token.secret).then(() => setCopied(true));
  const actions = (
    <>
      {navigator.clipboard !== undefined && <Button onClick={copy}>{copied ? 'Copied' : 'Copy'}</Button>}
      <Button look="main" onClick={onClose}>
        I have kept it
      </Button>
    </>
  );
  return (
    <Dialog title={`The token ${token.name} is made`} onClose={onClose} actions={actions}>
      <p>This is the only time that its secret is shown:</p>
      <p className={styles.secret}>{token.secret}</p>
    </Dialog>
  );
}
