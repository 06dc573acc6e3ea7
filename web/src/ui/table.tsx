import type { ReactNode } from 'react';
import styles from './table.module.css';

export interface Column<Row> {
  readonly name: string;
  readonly title: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the right. */
  readonly number?: boolean;
}

interface TableProps<Row> {
  /** What it is a table of: for a screen reader. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly rowClass?: (row: Row) => string | undefined;
  /** On a narrow page a row is a block of lines, each with the title of its column. */
  readonly stacks?: boolean;
}

/** Rows and columns; it scrolls in itself where the page is narrow. The first column names the row. */
export function Table<Row>({ caption, columns, rows, keyOf, rowClass, stacks = false }: TableProps<Row>) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.frame} aria-label={caption} tabIndex={0}>
      <table className={stacks ? `${styles.table} ${styles.stacks}` : styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, title, number }) => (
              <th key={name} scope="col" className={number ? styles.number : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={rowClass?.(row)}>
              {columns.map(({ name, title, cell, number }, index) =>
                index === 0 ? (
                  <th key={name} scope="row" className={number ? styles.number : undefined}>
                    {cell(row)}
                  </th>
                ) : (
                  <td
                    key={name}
                    className={number ? styles.number : undefined}
                    data-title={typeof title === 'string' ? title : undefined}
                  >
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
