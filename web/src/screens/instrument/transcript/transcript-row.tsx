import { Icon, type IconName } from '../../../ui/icon.tsx';
import { asciiOf, hexOf, runsOf } from './bytes.ts';
import { type Direction, isTalk, type Piece, type Row } from './rows.ts';
import styles from './transcript.module.css';

export type View = 'text' | 'hex';

interface Told {
  readonly word: string;
  readonly icon: IconName;
}

/** Where bytes went: told by a sign, a word and a place, never by colour alone. */
export const DIRECTIONS: Readonly<Record<Direction, Told>> = {
  received: { word: 'received', icon: 'received' },
  sent: { word: 'sent', icon: 'sent' },
  status: { word: 'port agent', icon: 'idle' },
  fault: { word: 'fault', icon: 'alarm' },
};

interface RowProps {
  readonly row: Row;
  readonly view: View;
  /** How many bytes a full row of hex has. */
  readonly hexBytes: number;
}

/** `21:33:05.123` of a moment in ISO-8601. */
const clockOf = (time: string): string => time.slice(11, 23).replace('Z', '');

/** One line of the transcript: when, which way, the bytes, and of which records they are. */
export function TranscriptRow({ row, view, hexBytes }: RowProps) {
  const { word, icon } = DIRECTIONS[row.direction];
  const streams = [...new Set(row.pieces.flatMap(({ record }) => (record === undefined ? [] : [record.stream])))];
  return (
    <>
      <time className={styles.time} dateTime={row.time} title={row.time}>
        {row.continued ? <span className="visually-hidden">{clockOf(row.time)}</span> : clockOf(row.time)}
      </time>
      <span className={styles.way} title={word}>
        {row.continued ? (
          <span className="visually-hidden">{word}</span>
        ) : (
          <>
            <Icon name={icon} /> <span className={styles.word}>{word}</span>
          </>
        )}
      </span>
      <span className={styles.streams}>{streams.join(', ')}</span>
      <code className={styles.bytes}>
        {view === 'text' || !isTalk(row.direction) ? <TextBytes row={row} /> : <HexBytes row={row} bytes={hexBytes} />}
      </code>
    </>
  );
}

const bytesOf = ({ chunk, from, to }: Piece): Uint8Array => chunk.bytes.subarray(from, to);
const keyOf = ({ chunk, from }: Piece): string => `${chunk.position}+${from}`;

/** What a mouse on the piece is told, and how a click finds its record. */
function tiesOf({ chunk, from, record, begins, found }: Piece) {
  return {
    className:
      [record !== undefined && styles.record, begins && styles.begins, found && styles.found]
        .filter(Boolean)
        .join(' ') || undefined,
    'data-piece': keyOf({ chunk, from, to: from }),
    title: record === undefined ? undefined : `a record of ${record.stream}, ${record.time}`,
  };
}

function TextBytes({ row }: { readonly row: Row }) {
  return row.pieces.map((piece) => (
    <span key={keyOf(piece)} {...tiesOf(piece)}>
      {runsOf(bytesOf(piece)).map(({ text, escaped }, i) =>
        escaped ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the runs of a piece never change
          <span key={i} className={styles.escape}>
            {text}
          </span>
        ) : (
          text
        ),
      )}
    </span>
  ));
}

function HexBytes({ row, bytes }: { readonly row: Row; readonly bytes: number }) {
  return (
    <>
      <span className={styles.hex} style={{ width: `${3 * bytes}ch` }}>
        {row.pieces.map((piece) => (
          <span key={keyOf(piece)} {...tiesOf(piece)}>
            {Array.from(bytesOf(piece), (byte) => `${hexOf(byte)} `).join('')}
          </span>
        ))}
      </span>
      <span className={styles.ascii} aria-hidden="true">
        {row.pieces.map((piece) => (
          <span key={keyOf(piece)} {...tiesOf(piece)}>
            {Array.from(bytesOf(piece), asciiOf).join('')}
          </span>
        ))}
      </span>
    </>
  );
}
