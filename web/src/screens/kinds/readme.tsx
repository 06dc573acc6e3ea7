import { Table } from '../../ui/table.tsx';
import styles from './kinds.module.css';
import { type Block, blocksOf, type Span, spansOf } from './markdown.ts';

/** What the README beside a definition says, below the panel's heading. */
export function Readme({ text }: { readonly text: string }) {
  return (
    <div className={styles.readme}>
      {blocksOf(text).map((block, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a text never change
        <BlockOf key={i} block={block} />
      ))}
    </div>
  );
}

function BlockOf({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'heading':
      return block.level === 1 ? null : (
        <h3>
          <Line text={block.text} />
        </h3>
      );
    case 'paragraph':
      return (
        <p>
          <Line text={block.text} />
        </p>
      );
    case 'code':
      return <pre className={styles.code}>{block.text}</pre>;
    case 'list':
      return (
        <ul className={styles.items}>
          {block.items.map((item) => (
            <li key={item}>
              <Line text={item} />
            </li>
          ))}
        </ul>
      );
    case 'table':
      return (
        <Table
          caption={block.head.join(', ')}
          columns={block.head.map((title, i) => ({
            name: String(i),
            title: <Line text={title} />,
            cell: (row: readonly string[]) => <Line text={row[i] ?? ''} />,
          }))}
          rows={block.rows}
          keyOf={(row) => row.join('|')}
        />
      );
  }
}

const Line = ({ text }: { readonly text: string }) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: the spans of a line never change
  spansOf(text).map((span, i) => <SpanOf key={i} span={span} />);

function SpanOf({ span: { text, look, href } }: { readonly span: Span }) {
  if (look === 'code') return <code>{text}</code>;
  if (look === 'strong') return <strong>{text}</strong>;
  if (look === 'link') return <a href={href}>{text}</a>;
  return text;
}
