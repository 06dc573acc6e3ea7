import { type FormEvent, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { complaint, type Towards } from './search.ts';
import styles from './transcript.module.css';
import type { View } from './transcript-row.tsx';
import type { Finding } from './use-finding.ts';

interface BarProps {
  readonly view: View;
  readonly onView: (view: View) => void;
  /** The names of the instrument's links, where it has several. */
  readonly links: readonly string[];
  readonly link: string | undefined;
  readonly onLink: (link: string) => void;
  readonly finding: Finding;
  readonly onTime: (iso: string) => void;
  readonly following: boolean;
  readonly onFollow: () => void;
}

/** What to show of the transcript, and where. */
export function TranscriptBar(props: BarProps) {
  const { view, onView, links, link, onLink, following, onFollow } = props;
  return (
    <div className={styles.bar}>
      <Button aria-pressed={following} look={following ? 'main' : 'plain'} onClick={onFollow}>
        {following ? 'Live' : 'Go live'}
      </Button>
      <Field label="Bytes as">
        {(ties) => (
          <select {...ties} value={view} onChange={({ target }) => onView(target.value === 'hex' ? 'hex' : 'text')}>
            <option value="text">text</option>
            <option value="hex">hex</option>
          </select>
        )}
      </Field>
      {links.length > 1 && (
        <Field label="Link">
          {(ties) => (
            <select {...ties} value={link ?? links[0]} onChange={({ target }) => onLink(target.value)}>
              {links.map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
        </Field>
      )}
      <FindForm view={view} finding={props.finding} />
      <TimeForm onTime={props.onTime} />
    </div>
  );
}

function FindForm({ view, finding }: { readonly view: View; readonly finding: Finding }) {
  const [text, setText] = useState('');
  const hex = view === 'hex';
  const wrong = complaint({ text, hex });
  const find = (towards: Towards): void => {
    if (text !== '' && wrong === undefined) finding.find({ text, hex }, towards);
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    find('older');
  };
  return (
    <search>
      <form className={`${styles.group} ${styles.finding}`} onSubmit={onSubmit}>
        <Field label={hex ? 'Find bytes, as hex' : 'Find text'} errors={wrong === undefined ? [] : [wrong]}>
          {(ties) => (
            <input
              {...ties}
              type="search"
              className={styles.find}
              placeholder={hex ? 'a5 0f' : 'ERROR, or \\r\\n'}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          )}
        </Field>
        <Button type="submit" disabled={text === '' || wrong !== undefined} hint="Looks towards older bytes (Enter)">
          <Icon name="up" /> <span className={styles.word}>Older</span>
        </Button>
        <Button
          disabled={text === '' || wrong !== undefined}
          hint="Looks towards newer bytes"
          onClick={() => find('newer')}
        >
          <Icon name="down" /> <span className={styles.word}>Newer</span>
        </Button>
        {finding.busy && <Button onClick={finding.cancel}>Cancel</Button>}
      </form>
    </search>
  );
}

function TimeForm({ onTime }: { readonly onTime: (iso: string) => void }) {
  const [time, setTime] = useState('');
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (time !== '') onTime(`${time}Z`);
  };
  return (
    <form className={styles.group} onSubmit={onSubmit}>
      <Field label="Go to (UTC)">
        {(ties) => (
          <input
            {...ties}
            type="datetime-local"
            step={1}
            value={time}
            onChange={({ target }) => setTime(target.value)}
          />
        )}
      </Field>
      <Button type="submit" disabled={time === ''}>
        Go
      </Button>
    </form>
  );
}
