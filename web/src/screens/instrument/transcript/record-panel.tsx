import type { z } from 'zod';
import type { samplesAnswer } from '../../../../../src/model/api/data.ts';
import type { ConfigMetadata } from '../../../../../src/model/metadata.ts';
import { useGet } from '../../../api/use-get.ts';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemNote } from '../../../ui/problem.tsx';
import { Table } from '../../../ui/table.tsx';
import { FLAG_WORDS, unitWords, valueWords } from '../../../words/value.ts';
import styles from './transcript.module.css';

export interface RecordPlace {
  readonly stream: string;
  readonly time: string;
}

interface PanelProps {
  readonly id: string;
  readonly record: RecordPlace;
  readonly metadata: ConfigMetadata | undefined;
  readonly onClose: () => void;
}

const FAR_MS = 1;

/** The sample that was decoded from the bytes that somebody has chosen. */
export function RecordPanel({ id, record: { stream, time }, metadata, onClose }: PanelProps) {
  const query = new URLSearchParams({ from: time, limit: '1' });
  const { data, error, loading } = useGet<z.infer<typeof samplesAnswer>>(
    `/instruments/${encodeURIComponent(id)}/streams/${encodeURIComponent(stream)}/samples?${query}`,
  );
  const [first] = data?.samples ?? [];
  const sample = first !== undefined && Date.parse(first.time) - Date.parse(time) <= FAR_MS ? first : undefined;
  const fields = metadata?.streams[stream]?.fields ?? {};
  const rows = Object.entries(sample?.values ?? {}).map(([name, value]) => ({
    name,
    value,
    title: fields[name]?.title ?? name,
    unit: fields[name]?.unit,
    flag: sample?.flags?.[`${name}_qc`],
  }));
  const close = (
    <Button look="quiet" onClick={onClose}>
      <Icon name="close" label="Close the sample" />
    </Button>
  );
  return (
    <Panel title={`Sample of ${metadata?.streams[stream]?.title ?? stream}`} tools={close}>
      <p className={styles.links}>
        <time dateTime={time}>{time.replace('T', ' ')}</time>
        {sample !== undefined && sample.quality !== 'ok' && <strong>{sample.quality.replaceAll('_', ' ')}</strong>}
        {sample?.log !== undefined && (
          <span>
            {sample.log.length} bytes at{' '}
            <code>
              {sample.log.day}:{sample.log.offset}
            </code>
          </span>
        )}
      </p>
      <ProblemNote error={error} what="The sample could not be read" />
      {data !== undefined && sample === undefined && (
        <p>
          The bytes are a record, but no such sample is stored: it may still be in memory, or be made by a re-parse.
        </p>
      )}
      {loading && data === undefined && <p>Reading the sample…</p>}
      {rows.length > 0 && (
        <Table
          caption={`Values of the sample of ${time}`}
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            { name: 'field', title: 'Field', cell: ({ name, title }) => <span title={name}>{title}</span> },
            { name: 'value', title: 'Value', number: true, cell: ({ value }) => valueWords(value) },
            { name: 'unit', title: 'Unit', cell: ({ unit }) => unitWords(unit) },
            {
              name: 'quality',
              title: 'Quality',
              cell: ({ flag }) => (flag === undefined ? '' : (FLAG_WORDS[flag] ?? String(flag))),
            },
          ]}
        />
      )}
    </Panel>
  );
}
