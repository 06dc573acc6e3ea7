import { useState } from 'react';
import type { Job } from '../../../../../src/model/api/job.ts';
import type { KindDocument } from '../../../../../src/model/api/kind.ts';
import type { CommandMetadata } from '../../../../../src/model/metadata.ts';
import { problemOf } from '../../../api/api-error.ts';
import { send } from '../../../api/client.ts';
import { lockKey } from '../../../state/locks.ts';
import { useMay } from '../../../state/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/confirm.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { ProblemNote } from '../../../ui/problem.tsx';
import { SchemaForm, useSchemaForm } from '../../../ui/schema-form/schema-form.tsx';
import { durationWords } from '../../../words/age.ts';
import { stateWords } from '../../../words/states.ts';
import css from './control.module.css';
import { keepJob } from './own-jobs.ts';
import { requestWords } from './request-words.ts';

interface Props {
  readonly id: string;
  readonly name: string;
  readonly command: CommandMetadata;
  readonly about: KindDocument['commands'][string] | undefined;
  /** Why it cannot be sent. */
  readonly hindrance: string | undefined;
}

/** A command that is possible now: what it does, what it wants, and what will be sent. */
export function CommandCard({ id, name, command, about, hindrance }: Props) {
  const form = useSchemaForm(command.arguments);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const mayDanger = useMay('engineer');
  const stopped =
    hindrance ?? (command.dangerous && !mayDanger ? 'It is dangerous: this wants engineer or more.' : undefined);

  const run = async (): Promise<void> => {
    setBusy(true);
    setError(undefined);
    try {
      const body = { args: form.values, ...(command.dangerous && { confirm: true }) };
      const job = await send<Job>('POST', `/instruments/${id}/commands/${name}`, body, { lock: lockKey(id) });
      keepJob(job.id);
      form.clear();
    } catch (thrown) {
      setError(thrown);
    }
    setBusy(false);
    setAsking(false);
  };

  const request = requestWords(about?.sends ?? [], name, form.values);
  const facts = [
    about?.to !== undefined && `then ${stateWords(about.to).words}`,
    about !== undefined && about.yields.length > 0 && `brings a sample of ${about.yields.join(', ')}`,
    `at most ${durationWords(command.timeout)}`,
  ].filter((fact) => fact !== false);

  return (
    <li id={`command-${name}`} className={css.command} tabIndex={-1}>
      <div className={css.commandHead}>
        <h3>
          {command.title}{' '}
          {command.dangerous && (
            <span className={css.danger}>
              <Icon name="warning" /> dangerous
            </span>
          )}
        </h3>
        <Button
          look={command.dangerous ? 'danger' : 'plain'}
          busy={busy}
          disabled={stopped !== undefined || !form.valid}
          hint={stopped ?? request}
          aria-label={`${command.title}: ${command.dangerous ? 'run…' : 'run'}`}
          onClick={() => (command.dangerous ? setAsking(true) : run())}
        >
          {command.dangerous ? 'Run…' : 'Run'}
        </Button>
      </div>
      {command.description !== undefined && <p>{command.description}</p>}
      <SchemaForm form={form} disabled={stopped !== undefined} issues={problemOf(error).issues ?? []} />
      <p className={css.soft}>
        <code title="What goes over the line">{request}</code> · {facts.join(' · ')}
      </p>
      <ProblemNote what={`${command.title} was not begun`} error={error} />
      {asking && (
        <Confirm
          title={`${command.title}?`}
          verb={command.title}
          danger
          busy={busy}
          onConfirm={run}
          onClose={() => setAsking(false)}
        >
          <p>
            {command.description ??
              `The definition of this instrument marks ${name} as dangerous: what it does may not be undone.`}
          </p>
          <p>
            Sent: <code>{request}</code>
          </p>
          {about?.to !== undefined && <p>Afterwards the instrument is in {stateWords(about.to).words}.</p>}
        </Confirm>
      )}
    </li>
  );
}
