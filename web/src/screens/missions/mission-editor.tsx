import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Mission } from '../../../../src/model/api/mission.ts';
import { send } from '../../api/client.ts';
import { useInstruments } from '../../state/instruments.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { useNeeds } from '../../ui/needs-role.ts';
import { notify, tryTo } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProblemNote } from '../../ui/problem.tsx';
import { TextEditor } from '../../ui/text-editor/text-editor.tsx';
import { useChecked } from '../../ui/use-checked.ts';
import { momentUtc } from '../../words/time.ts';
import styles from './mission-editor.module.css';
import { newText } from './new-text.ts';

interface MissionEditorProps {
  readonly name: string;
  /** Absent while it is not saved. */
  readonly mission: Mission | undefined;
  readonly onChanged: () => void;
}

/** A mission's text: checked while it is written, against the instruments as they are; nothing is sent to them. */
export function MissionEditor({ name, mission, onChanged }: MissionEditorProps) {
  const { items } = useInstruments();
  const [kept, setKept] = useState(() => mission?.text ?? '');
  const [text, setText] = useState(() => mission?.text ?? newText(name, [...items.keys()][0]));
  const [busy, setBusy] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [, go] = useLocation();
  const needs = useNeeds('engineer');
  const { checking, answer, issues, error } = useChecked<{ readonly steps: readonly string[] }>(
    '/missions/check',
    text,
  );
  const changed = text !== kept;

  const save = async (): Promise<void> => {
    setBusy(true);
    const done = await tryTo('The mission was not saved', () => send('PUT', `/missions/${name}`, { text }));
    setBusy(false);
    if (!done) return;
    setKept(text);
    notify(`The mission ${name} is saved`);
    onChanged();
  };
  const remove = async (): Promise<void> => {
    setRemoving(false);
    if (!(await tryTo('The mission was not removed', () => send('DELETE', `/missions/${name}`)))) return;
    onChanged();
    go('/missions');
  };

  const tools = (
    <>
      {mission !== undefined && (
        <Button look="quiet" {...needs} onClick={() => setRemoving(true)}>
          Remove…
        </Button>
      )}
      {changed && mission !== undefined && <Button onClick={() => setText(kept)}>Discard changes</Button>}
      <Button
        look={changed ? 'main' : 'plain'}
        busy={busy}
        {...needs}
        disabled={needs.disabled || !changed || issues.length > 0}
        onClick={() => void save()}
      >
        Save
      </Button>
    </>
  );
  return (
    <Panel title="Text" tools={tools}>
      {mission !== undefined && (
        <p className={styles.about}>
          Changed {momentUtc(mission.changed)} by {mission.by}
        </p>
      )}
      <div className={styles.sides}>
        <TextEditor label={`Text of ${name}`} text={text} onText={setText} issues={issues} readOnly={needs.disabled} />
        <section className={styles.check} aria-label="Check" aria-busy={checking}>
          <h3>{checking ? 'Checking…' : answer === undefined ? 'Not right yet' : 'What it will do'}</h3>
          <ProblemNote what="It cannot be checked" error={error} />
          <ol>
            {answer?.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
              <li key={index}>{step}</li>
            ))}
          </ol>
        </section>
      </div>
      {removing && (
        <Confirm
          title={`Remove ${name}?`}
          verb="Remove"
          danger
          onConfirm={() => void remove()}
          onClose={() => setRemoving(false)}
        >
          Its text is gone then; what its runs did stays in the events.
        </Confirm>
      )}
    </Panel>
  );
}
