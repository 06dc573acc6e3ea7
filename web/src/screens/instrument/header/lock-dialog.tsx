import { type FormEvent, useState } from 'react';
import type { HeldLock, Lock } from '../../../../../src/model/api/lock.ts';
import { send } from '../../../api/client.ts';
import { keepLock } from '../../../state/locks.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem.tsx';
import { momentUtc } from '../../../words/time.ts';
import css from './lock-dialog.module.css';

const TIMES = [
  { seconds: 300, title: '5 minutes' },
  { seconds: 1800, title: '30 minutes' },
  { seconds: 7200, title: '2 hours' },
  { seconds: 28_800, title: '8 hours' },
] as const;

interface Props {
  readonly id: string;
  readonly name: string;
  /** Who holds it, where it is to be taken over. */
  readonly from: Lock | undefined;
  readonly onClose: () => void;
}

/** Asks for what, and for how long, an instrument is to be held. */
export function LockDialog({ id, name, from, onClose }: Props) {
  const [reason, setReason] = useState('');
  const [seconds, setSeconds] = useState<number>(TIMES[0].seconds);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const verb = from === undefined ? 'Lock' : 'Take over';

  const take = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const body = { reason: reason.trim(), seconds, take_over: from !== undefined };
      keepLock(await send<HeldLock>('PUT', `/instruments/${id}/lock`, body));
      onClose();
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={`${verb} ${name}`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look={from === undefined ? 'main' : 'danger'}
            type="submit"
            form="take-lock"
            busy={busy}
            disabled={reason.trim() === ''}
          >
            {verb}
          </Button>
        </>
      }
    >
      <form id="take-lock" className={css.form} onSubmit={take}>
        {from === undefined ? (
          <p>Only this tab can use it until you release it. Its schedule goes on.</p>
        ) : (
          <p>
            <strong>{from.holder}</strong> ({from.role}) holds it until {momentUtc(from.expires)}: {from.reason}. They
            lose it at once, are told so, and it is kept as an event.
          </p>
        )}
        <Field label="Reason" hint="Everybody sees it">
          {(ties) => (
            <input
              {...ties}
              value={reason}
              maxLength={200}
              required
              autoFocus
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Field label="For">
          {(ties) => (
            <select {...ties} value={seconds} onChange={(event) => setSeconds(Number(event.target.value))}>
              {TIMES.map((time) => (
                <option key={time.seconds} value={time.seconds}>
                  {time.title}
                </option>
              ))}
            </select>
          )}
        </Field>
        <ProblemNote what={`${name} was not taken`} error={error} />
      </form>
    </Dialog>
  );
}
