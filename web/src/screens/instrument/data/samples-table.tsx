import { useState } from 'react';
import { Link } from 'wouter';
import type { z } from 'zod';
import type { samplesAnswer } from '../../../../../src/model/api/data.ts';
import { useGet } from '../../../api/use-get.ts';
import { Button } from '../../../ui/button.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemNote } from '../../../ui/problem.tsx';
import { type Column, Table } from '../../../ui/table.tsx';
import { Value } from '../../../ui/value.tsx';
import { unitWords } from '../../../words/value.ts';
import { qualityWords } from '../live/quality-words.ts';
import { samplesPath } from './choice.ts';
import styles from './data.module.css';
import type { Chosen } from './use-choice.ts';

type Sample = z.infer<typeof samplesAnswer>['samples'][number];

const FIRST = 20;
const MOST = 500;

/** Samples as they are stored, with what their tests say in words, and the way to the bytes of each. */
export function SamplesTable({ chosen: { choice, stream, fields } }: { readonly chosen: Chosen }) {
  const [limit, setLimit] = useState(FIRST);
  const [newest, setNewest] = useState(true);
  const { data, error, loading } = useGet<z.infer<typeof samplesAnswer>>(samplesPath(choice, { limit, newest }));
  const samples = data?.samples ?? [];
  const empty = fields.filter((name) => samples.every(({ values }) => (values[name] ?? null) === null));
  const columns: Column<Sample>[] = [
    {
      name: 'time',
      title: 'Time (UTC)',
      cell: ({ time }) => (
        <time className={styles.oneLine} dateTime={time}>
          {exact(time)}
        </time>
      ),
    },
    ...fields
      .filter((name) => !empty.includes(name))
      .map(
        (name): Column<Sample> => ({
          name: `field ${name}`,
          title: <span title={name}>{heading(stream.fields[name]?.title ?? name, stream.fields[name]?.unit)}</span>,
          number: true,
          cell: ({ values, flags }) => <Value value={values[name]} flag={flags?.[`${name}_qc`]} size="text" />,
        }),
      ),
    {
      name: 'quality',
      title: 'Record',
      cell: ({ quality }) => <span className={styles.oneLine}>{qualityWords(quality)}</span>,
    },
    { name: 'bytes', title: 'From', cell: (sample) => <Bytes sample={sample} /> },
  ];
  const order = (
    <Button aria-pressed={!newest} onClick={() => setNewest(!newest)}>
      {newest ? 'Oldest first' : 'Newest first'}
    </Button>
  );
  return (
    <Panel title={newest ? 'Samples, newest first' : 'Samples, oldest first'} tools={order}>
      <ProblemNote error={error} what="The samples cannot be shown" />
      {data !== undefined && samples.length === 0 && <p>There are none in the chosen time.</p>}
      {samples.length > 0 && (
        <Table caption={`Samples of ${stream.title}`} columns={columns} rows={samples} keyOf={keyOf} />
      )}
      {samples.length > 0 && empty.length > 0 && (
        <p className={styles.soft}>
          Without a value here: {empty.map((name) => stream.fields[name]?.title ?? name).join(', ')}
        </p>
      )}
      {data?.more && limit < MOST && (
        <div>
          <Button busy={loading} onClick={() => setLimit(Math.min(MOST, limit * 5))}>
            Show more
          </Button>
        </div>
      )}
      {data?.more && limit >= MOST && <p className={styles.soft}>All of them are in the export.</p>}
    </Panel>
  );
}

const keyOf = ({ time, log }: Sample): string => `${time} ${log?.link} ${log?.day}:${log?.offset}`;
const exact = (time: string): string => time.replace('T', ' ').replace(/(\.\d{3})?\d*Z$/, '$1');

function heading(title: string, unit: string | undefined): string {
  const written = unitWords(unit);
  return written === '' ? title : `${title} (${written})`;
}

function Bytes({ sample: { instrument, log } }: { readonly sample: Sample }) {
  if (log === undefined) return '';
  const query = new URLSearchParams({
    at: `${log.day}:${log.offset}`,
    ...(log.link !== undefined && { link: log.link }),
  });
  return (
    <Link
      className={styles.oneLine}
      href={`/i/${instrument}/transcript?${query}`}
      title={`${log.length} bytes at ${log.day}:${log.offset}`}
    >
      {log.length} bytes
    </Link>
  );
}
