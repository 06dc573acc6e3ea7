import type { DumpLine } from './last-bytes.ts';
import css from './terminal.module.css';

/** The last bytes that came, as they are. */
export function HexView({ lines, count }: { readonly lines: readonly DumpLine[]; readonly count: number }) {
  return (
    <details className={css.hex}>
      <summary>Last bytes in hex ({count} received)</summary>
      <pre>
        {lines.map(({ at, hex, text }) => `${at}  ${hex.padEnd(47)}  ${text}`).join('\n') || 'Nothing has come yet.'}
      </pre>
    </details>
  );
}
