import type { z } from 'zod';
import type { bucketsAnswer } from '../../../../../src/model/api/data.ts';
import { useGet } from '../../../api/use-get.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemNote } from '../../../ui/problem.tsx';
import { Table } from '../../../ui/table.tsx';
import { unitWords, valueWords } from '../../../words/value.ts';
import { bucketsPath } from './choice.ts';
import styles from './data.module.css';
import type { Chosen } from './use-choice.ts';

/** The least, the greatest and the mean of each chosen number, over the whole of the chosen time. */
export function Statistics({ chosen: { choice, stream, numbers } }: { readonly chosen: Chosen }) {
  const path = numbers.length === 0 ? undefined : bucketsPath({ ...choice, fields: numbers }, 1);
  const { data, error } = useGet<z.infer<typeof bucketsAnswer>>(path);
  if (numbers.length === 0) return null;
  const rows = numbers.map((name) => {
    const own = data?.fields[name];
    return { name, about: stream.fields[name], min: own?.min[0], max: own?.max[0], mean: own?.mean[0] };
  });
  return (
    <Panel title="Numbers of the chosen time">
      <ProblemNote error={error} what="The numbers cannot be shown" />
      <Table
        caption="Least, mean and greatest value of each field"
        rows={rows}
        keyOf={({ name }) => name}
        columns={[
          {
            name: 'field',
            title: 'Field',
            cell: ({ name, about }) => <span title={name}>{about?.title ?? name}</span>,
          },
          { name: 'min', title: 'Least', number: true, cell: ({ min }) => valueWords(min) },
          { name: 'mean', title: 'Mean', number: true, cell: ({ mean }) => valueWords(mean) },
          { name: 'max', title: 'Greatest', number: true, cell: ({ max }) => valueWords(max) },
          { name: 'unit', title: 'Unit', cell: ({ about }) => unitWords(about?.unit) },
        ]}
      />
      <p className={styles.soft}>Without values that failed a test: plots mark those with a cross.</p>
    </Panel>
  );
}
