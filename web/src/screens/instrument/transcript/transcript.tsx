import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import type { Described } from '../../../../../src/bus/services.ts';
import { useGet } from '../../../api/use-get.ts';
import { useRange } from '../../../state/range.ts';
import { isLive } from '../../../state/range-words.ts';
import { Button } from '../../../ui/button.tsx';
import { copy } from '../../../ui/copy.ts';
import { Empty } from '../../../ui/empty.tsx';
import { ProblemNote } from '../../../ui/problem.tsx';
import { placeOf, placeOfHit, recordAt, rowAt } from './pieces.ts';
import { RawLog } from './raw-log.tsx';
import { RecordPanel } from './record-panel.tsx';
import { type Row, rowsOf } from './rows.ts';
import styles from './transcript.module.css';
import { TranscriptBar } from './transcript-bar.tsx';
import { TranscriptList } from './transcript-list.tsx';
import type { Line } from './transcript-path.ts';
import type { View } from './transcript-row.tsx';
import { useFinding } from './use-finding.ts';
import { useReveal } from './use-reveal.ts';
import { cutOf, hexBytesIn, RULER, useRoom } from './use-room.ts';
import { useTranscript } from './use-transcript.ts';

/** Every byte in both directions: live, or of any moment of the log. */
export function TranscriptTab({ id }: { readonly id: string }) {
  const [search, setSearch] = useSearchParams();
  const [range] = useRange();
  const at = search.get('at') ?? undefined;
  const link = search.get('link') ?? undefined;
  const view: View = search.get('bytes') === 'hex' ? 'hex' : 'text';
  const line: Line = { id, link };
  const put = useCallback(
    (name: string, value: string | undefined) =>
      setSearch(
        (before) => {
          const next = new URLSearchParams(before);
          if (value === undefined) next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );

  const [following, setFollowing] = useState(at === undefined && isLive(range));
  const start = at !== undefined ? { at } : isLive(range) ? 'newest' : { at: range.from };
  const transcript = useTranscript(line, start, following);
  const { held, hit, begin, show } = transcript;
  const metadata = useGet<Described>(`/instruments/${encodeURIComponent(id)}/metadata`);

  const list = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLElement>(null);
  const room = useRoom(list, ruler);
  const columns = room?.columns ?? 0;
  const rows = useMemo(
    () => (columns === 0 ? [] : rowsOf(held.chunks, cutOf(view, columns), hit)),
    [held, hit, view, columns],
  );
  const chosen = useMemo(() => rowAt(rows, at), [rows, at]);
  const chosenRecord = useMemo(() => recordAt(rows, at), [rows, at]);
  const reveal = useReveal(rows, hit === undefined ? at : placeOfHit(hit), view, transcript.loading || following);

  const follow = (): void => {
    put('at', undefined);
    setFollowing(true);
    begin('newest');
  };
  const goTo = (place: string): void => {
    setFollowing(false);
    put('at', undefined);
    begin({ at: place });
  };
  const choose = (row: number, pieceKey?: string): void => {
    const pieces = rows[row]?.pieces ?? [];
    const piece = pieces.find(({ chunk, from }) => `${chunk.position}+${from}` === pieceKey) ?? pieces[0];
    setFollowing(false);
    put('at', piece === undefined ? rows[row]?.position : placeOf(piece));
  };
  const finding = useFinding(line, { at: hit === undefined ? at : placeOfHit(hit), held }, (found) => {
    setFollowing(false);
    put('at', undefined);
    show(found);
  });
  // Somebody followed a link to another place, or went back.
  const known = useRef(at);
  useEffect(() => {
    const before = known.current;
    known.current = at;
    if (at !== undefined && at !== before && !transcript.loading && chosen === undefined) begin({ at });
  }, [at, chosen, transcript.loading, begin]);

  const empty = held.chunks.length === 0 && !transcript.loading && transcript.error === undefined;
  return (
    <div className={styles.tab}>
      <TranscriptBar
        view={view}
        onView={(next) => put('bytes', next === 'hex' ? 'hex' : undefined)}
        links={metadata.data?.links ?? []}
        link={link}
        onLink={(next) => put('link', next)}
        finding={finding}
        onTime={goTo}
        following={following}
        onFollow={follow}
      />
      <ProblemNote error={transcript.error} what="The transcript could not be read" onRetry={() => begin(start)} />
      <ProblemNote error={finding.error} what="The search failed" />
      <p className={styles.said} role="status">
        {finding.said || stretchWords(rows)}
      </p>
      <div className={styles.frame}>
        <div className={`${styles.row} ${styles.ruler}`} aria-hidden="true">
          <span className={styles.time} />
          <span className={styles.way} />
          <span className={styles.streams} />
          <code ref={ruler} className={styles.bytes}>
            <span>{RULER}</span>
          </code>
        </div>
        <TranscriptList
          frame={list}
          rows={rows}
          view={view}
          hexBytes={hexBytesIn(columns)}
          height={room?.height ?? 0}
          chosen={chosen}
          onChoose={choose}
          following={following}
          onFollow={setFollowing}
          onEnd={transcript.more}
          reveal={reveal}
        />
        {empty && (
          <Empty title="Nothing has gone over the line here">
            Bytes stand here as soon as something is sent or received; the log begins with the first of them.
          </Empty>
        )}
        {!following && held.next === undefined && !transcript.loading && (
          <Button className={styles.newer} onClick={follow}>
            Go to the newest
          </Button>
        )}
      </div>
      <div className={styles.links}>
        {at !== undefined && (
          <Button
            onClick={() => copy(location.href)}
            hint="A link that shows this place to a colleague, as long as the log is kept"
          >
            Copy a link to this place
          </Button>
        )}
        <RawLog id={id} link={link} />
      </div>
      {chosenRecord !== undefined && (
        <RecordPanel id={id} record={chosenRecord} metadata={metadata.data} onClose={() => put('at', undefined)} />
      )}
    </div>
  );
}

const stretchWords = (rows: readonly Row[]): string => {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return '';
  const minute = (time: string): string => time.slice(0, 19).replace('T', ' ');
  return `${minute(first.time)} to ${minute(last.time)} UTC`;
};
