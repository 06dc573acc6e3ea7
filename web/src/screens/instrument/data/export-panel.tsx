import { useState } from 'react';
import { API } from '../../../api/client.ts';
import { useRange } from '../../../state/range.ts';
import { isLive } from '../../../state/range-words.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { notify, tryTo } from '../../../ui/notices.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { exportCommand, exportPath, FORMAT_TITLES, FORMATS, type Format, fileName, pythonLine } from './choice.ts';
import styles from './data.module.css';
import type { Chosen } from './use-choice.ts';

const isFormat = (text: string): text is Format => FORMATS.some((format) => format === text);

/** The chosen samples as a file, and how a script gets the same. */
export function ExportPanel({ chosen: { choice } }: { readonly chosen: Chosen }) {
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
  const copy = (): Promise<boolean> =>
    tryTo('It could not be copied', async () => {
      await navigator.clipboard.writeText(text);
      notify('Copied', { text });
    });
  return (
    <div className={styles.line}>
      <span className={styles.soft}>{title}</span>
      <code className={styles.code}>{text}</code>
      <Button look="quiet" onClick={copy} aria-label={`Copy: ${title}`}>
        Copy
      </Button>
    </div>
  );
}
