import { useEffect } from 'react';
import { useGet } from '../../../api/use-get.ts';
import { useRange } from '../../../state/range.ts';
import { Empty } from '../../../ui/empty.tsx';
import { Field } from '../../../ui/field.tsx';
import { ProblemNote } from '../../../ui/problem.tsx';
import { FieldChoice } from '../live/field-choice.tsx';
import { plotField } from '../live/fields.ts';
import { PlotTools } from '../live/plot-tools.tsx';
import { Coverage } from './coverage.tsx';
import styles from './data.module.css';
import { DataPlots } from './data-plots.tsx';
import { ExportPanel } from './export-panel.tsx';
import { SamplesTable } from './samples-table.tsx';
import { Statistics } from './statistics.tsx';
import { type Chosen, type Stream, useChoice } from './use-choice.ts';

/** What is stored of an instrument: to be seen, judged and taken away. */
export function DataTab({ id }: { readonly id: string }) {
  const streams = useGet<readonly Stream[]>(`/instruments/${encodeURIComponent(id)}/streams`);
  const chosen = useChoice(id, streams.data);
  const { reload } = streams;
  const until = chosen?.asked.to;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again whenever the samples are
  useEffect(reload, [until, reload]);
  if (streams.data === undefined) {
    if (streams.error === undefined) return <p className={styles.soft}>Looking what is stored…</p>;
    return <ProblemNote error={streams.error} what="What is stored cannot be shown" onRetry={streams.reload} />;
  }
  if (chosen === undefined) {
    return <Empty title="This kind of instrument sends no samples">There is nothing to plot or to export.</Empty>;
  }
  return (
    <div className={styles.tab}>
      <Choose streams={streams.data} chosen={chosen} />
      <Coverage chosen={chosen} />
      <DataPlots chosen={chosen} />
      <Statistics chosen={chosen} />
      <SamplesTable chosen={chosen} />
      <ExportPanel chosen={chosen} />
    </div>
  );
}

function Choose({ streams, chosen }: { readonly streams: readonly Stream[]; readonly chosen: Chosen }) {
  const [range, setRange] = useRange();
  const { stream, fields, put } = chosen;
  const all = Object.entries(stream.fields).map(([field, about]) => plotField(stream.stream, field, about));
  const wholeDay = (day: string): void => {
    if (day === '') return;
    const from = `${day}T00:00:00.000Z`;
    setRange({ from, to: new Date(Date.parse(from) + 86_400_000).toISOString() });
  };
  const day = 'from' in range && range.from.endsWith('T00:00:00.000Z') ? range.from.slice(0, 10) : '';
  return (
    <section className={styles.choose} aria-label="What to look at">
      <Field label="Stream">
        {(ties) => (
          <select {...ties} value={stream.stream} onChange={({ target }) => put('stream', target.value)}>
            {streams.map(({ stream: name, title, rows }) => (
              <option key={name} value={name}>
                {title}: {rows === 0 ? 'nothing stored' : `${rows.toLocaleString('en')} samples`}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="A whole day (UTC)">
        {(ties) => <input {...ties} type="date" value={day} onChange={({ target }) => wholeDay(target.value)} />}
      </Field>
      <div className={styles.range}>
        <PlotTools range={range} setRange={setRange}>
          <FieldChoice
            fields={all}
            streams={{ [stream.stream]: { title: stream.title, fields: {} } }}
            chosen={fields.map((field) => `${stream.stream}.${field}`)}
            choose={(keys) =>
              put('fields', keys.length === 0 || keys.length === all.length ? undefined : keys.join(','))
            }
          />
        </PlotTools>
      </div>
    </section>
  );
}
