import { useState } from 'react';
import { API } from '../../../api/client.ts';
import { useRange } from '../../../state/range.ts';
import { isLive } from '../../../state/range-words.ts';
import { Button } from '../../../ui/button.tsx';
import { copy } from '../../../ui/copy.ts';
import { Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { exportCommand, exportPath, FORMAT_TITLES, FORMATS, type Format, fileName, pythonLine } from './choice.ts';
import styles from './data.module.css';
import type { Chosen } from './use-choice.ts';

const isFormat = (text: string): text is Format => FORMATS.some((format) => format === text);

/** The chosen samples as a file, and how a script gets the same. */
export function ExportPanel({ chosen: { choice, put } }: { readonly chosen: Chosen }) {
  const [range] = useRange();
  const [format, setFormat] = useState<Format>('csv');
  const command = exportCommand(choice, format, isLive(range) ? range.last : undefined);
  return (
    <Panel title="Take it away">
      <div className={styles.choose}>
        <Field label="As">
          {(ties) => (
            <select
              {...ties}
              value={format}
              onChange={({ target }) => isFormat(target.value) && setFormat(target.value)}
            >
              {FORMATS.map((one) => (
                <option key={one} value={one}>
                  {FORMAT_TITLES[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <label className={styles.check}>
          <input
            type="checkbox"
            checked={choice.goodOnly}
            onChange={({ target }) => put('good', target.checked ? '1' : undefined)}
          />
          Only good values: none that is flagged as suspect, failed or missing
        </label>
        <a className={styles.download} href={`${API}${exportPath(choice, format)}`} download={fileName(choice, format)}>
          <Icon name="down" /> Export {fileName(choice, format)}
        </a>
      </div>
      <Line title="The same from the command line" text={command} />
      <Line title="Read in Python" text={pythonLine(choice, format)} />
    </Panel>
  );
}

function Line({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className={styles.line}>
      <span className={styles.soft}>{title}</span>
      <code className={styles.code}>{text}</code>
      <Button look="quiet" onClick={() => copy(text)} aria-label={`Copy: ${title}`}>
        Copy
      </Button>
    </div>
  );
}
