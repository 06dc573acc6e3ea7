import { useState } from 'react';
import { Link } from 'wouter';
import type { StreamState } from '../../../../../src/model/api/instrument.ts';
import type { StreamMetadata } from '../../../../../src/model/metadata.ts';
import { Age } from '../../../ui/age.tsx';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Sparkline } from '../../../ui/sparkline.tsx';
import { type Column, Table } from '../../../ui/table.tsx';
import { Value } from '../../../ui/value.tsx';
import { FLAG_WORDS } from '../../../words/value.ts';
import { bytesOf } from './bytes-of.ts';
import css from './live.module.css';
import { qualityWords } from './quality-words.ts';
import type { LiveSample } from './tail.ts';
import { useRecent } from './use-recent.ts';

const SUSPECT = 3;
const FAILED = 4;

interface Props {
  readonly id: string;
  readonly stream: string;
  readonly described: StreamMetadata;
  readonly state: StreamState;
  readonly tail: readonly LiveSample[];
  /** It is what one looks at: its fields are shown without being asked for. */
  readonly isMain: boolean;
}

/** The latest sample of a stream, field by field, with its unit, quality and age. */
export function StreamPanel({ id, stream, described, state, tail, isMain }: Props) {
  const [opened, setOpened] = useState(false);
  const recent = useRecent(id, stream, tail);
  const { late, received, time, quality, samples, values, flags } = state;
  const fields = Object.keys(described.fields).filter((field) => Object.hasOwn(values, field));
  const columns: Column<string>[] = [
    {
      name: 'field',
      title: 'Field',
      cell: (field) => <span title={field}>{described.fields[field]?.title ?? field}</span>,
    },
    {
      name: 'value',
      title: 'Value',
      cell: (field) => (
        <span className={css.value}>
          <Value value={values[field]} unit={described.fields[field]?.unit} late={late} />
        </span>
      ),
    },
    {
      name: 'quality',
      title: 'Quality',
      cell: (field) => <QualityMark flag={flags?.[`${field}_qc`]} quality={quality} />,
    },
    { name: 'age', title: 'Age', cell: () => <Age of={time} late={late} /> },
    {
      name: 'trend',
      title: 'Lately',
      cell: (field) => <Trend field={field} recent={recent} title={described.fields[field]?.title ?? field} />,
    },
  ];
  return (
    <Panel
      title={described.title}
      tools={
        <>
          <span className={late ? css.late : css.stretch}>
            {samples === 1 ? '1 sample' : `${samples} samples`} · {qualityWords(quality)} · {late ? 'late, ' : ''}
            <Age of={received} late={late} after="ago" />
          </span>
          <Link href={bytesOf(id, { log: recent.at(-1)?.log, time })}>Its bytes</Link>
          {!isMain && (
            <Button look="quiet" aria-expanded={opened} onClick={() => setOpened(!opened)}>
              {opened ? 'Hide' : `Show ${fields.length} fields`}
            </Button>
          )}
        </>
      }
    >
      {(isMain || opened) && (
        <Table
          caption={`Latest of ${described.title}`}
          columns={columns}
          rows={fields}
          keyOf={(field) => `${stream}.${field}`}
        />
      )}
    </Panel>
  );
}

/** Whether a value can be believed, in words; what is in doubt stands out. */
function QualityMark({ flag, quality }: { readonly flag: number | undefined; readonly quality: string }) {
  const words = (flag === undefined ? undefined : FLAG_WORDS[flag]) ?? qualityWords(quality);
  if (flag !== SUSPECT && flag !== FAILED) return <span className={css.stretch}>{words}</span>;
  return (
    <span className={flag === FAILED ? css.failed : css.late}>
      <Icon name={flag === FAILED ? 'trouble' : 'warning'} /> {words}
    </span>
  );
}

interface TrendProps {
  readonly field: string;
  readonly title: string;
  readonly recent: readonly LiveSample[];
}

function Trend({ field, title, recent }: TrendProps) {
  const values = recent.map(({ values: own }) => {
    const value = own[field];
    return typeof value === 'number' ? value : null;
  });
  if (values.filter((value) => value !== null).length < 2) return null;
  return (
    <span className={css.spark}>
      <Sparkline values={values} label={`${title}, the last ${values.length} samples`} />
    </span>
  );
}
