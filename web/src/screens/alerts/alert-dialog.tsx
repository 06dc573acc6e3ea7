import { type FormEvent, useId, useState } from 'react';
import type { Alert } from '../../../../src/model/api/alert.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import type { Answer } from './use-answer.ts';

/** An answer that wants some words first. */
export interface Asking {
  readonly alert: Alert;
  readonly request: 'shelve' | 'comment' | 'clear';
}

const WORDS = {
  shelve: {
    title: 'Shelve the alert',
    verb: 'Shelve',
    about: 'It is silent for so long. Then it wants to be answered again, if it is still so.',
  },
  comment: { title: 'Comment on the alert', verb: 'Keep', about: 'Others see it here and in the events.' },
  clear: {
    title: 'Clear the alert',
    verb: 'Clear',
    about: 'It leaves the list even where it is still so. It is raised anew when it becomes so again.',
  },
} as const;

const TIMES = [
  { minutes: 10, title: '10 minutes' },
  { minutes: 60, title: '1 hour' },
  { minutes: 480, title: '8 hours' },
  { minutes: 1440, title: '1 day' },
  { minutes: 10_080, title: '1 week' },
] as const;

/** Asks for how long, and what there is to say. */
export function AlertDialog({ asking, answer, onClose }: { asking: Asking; answer: Answer; onClose: () => void }) {
  const { alert, request } = asking;
  const { title, verb, about } = WORDS[request];
  const [comment, setComment] = useState('');
  const [minutes, setMinutes] = useState(60);
  const [busy, setBusy] = useState(false);
  const form = useId();

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const said = comment.trim();
    const done = await answer(alert, request, {
      ...(said !== '' && { comment: said }),
      ...(request === 'shelve' && { minutes }),
    });
    setBusy(false);
    if (done) onClose();
  };

  const actions = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={form} look={request === 'clear' ? 'danger' : 'main'} busy={busy}>
        {verb}
      </Button>
    </>
  );
  return (
    <Dialog title={title} onClose={onClose} actions={actions}>
      <p>
        {alert.instrument !== undefined && <strong>{alert.instrument}: </strong>}
        {alert.text}
      </p>
      <p>{about}</p>
      <form id={form} onSubmit={(event) => void submit(event)}>
        {request === 'shelve' && (
          <Field label="For how long">
            {(ties) => (
              <select {...ties} value={minutes} onChange={({ target }) => setMinutes(Number(target.value))}>
                {TIMES.map((time) => (
                  <option key={time.minutes} value={time.minutes}>
                    {time.title}
                  </option>
                ))}
              </select>
            )}
          </Field>
        )}
        <Field label={request === 'comment' ? 'Comment' : 'Why (optional)'}>
          {(ties) => (
            <textarea
              {...ties}
              rows={3}
              maxLength={1000}
              autoFocus={request !== 'shelve'}
              required={request === 'comment'}
              value={comment}
              onChange={({ target }) => setComment(target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
