import { useState } from 'react';
import type { z } from 'zod';
import type { logDay } from '../../../../../src/model/api/data.ts';
import { bytesWords } from '../../../../../src/model/byte-words.ts';
import { API } from '../../../api/client.ts';
import { useGet } from '../../../api/use-get.ts';
import styles from './transcript.module.css';
import { transcriptPath } from './transcript-path.ts';

type Days = readonly z.infer<typeof logDay>[];

/** The log's own files, a day each, as the port agent wrote them. */
export function RawLog({ id, link }: { readonly id: string; readonly link: string | undefined }) {
  const [open, setOpen] = useState(false);
  const { data } = useGet<Days>(open ? transcriptPath({ id, link }, {}, 'log') : undefined);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Download a day of the log as it was written</summary>
      <ul className={styles.links}>
        {(data ?? []).toReversed().map(({ day, bytes, compressed }) => (
          <li key={day}>
            <a href={`${API}${transcriptPath({ id, link }, {}, `log/${day}`)}`} download>
              {day}
            </a>{' '}
            ({bytesWords(bytes)}
            {compressed ? ', compressed' : ''})
          </li>
        ))}
      </ul>
    </details>
  );
}
