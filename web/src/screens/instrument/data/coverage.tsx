import type { z } from 'zod';
import type { bucketsAnswer } from '../../../../../src/model/api/data.ts';
import { bytesWords } from '../../../../../src/model/byte-words.ts';
import { useGet } from '../../../api/use-get.ts';
import { useNow } from '../../../state/clock.ts';
import { Panel } from '../../../ui/panel.tsx';
import { usualStep } from '../../../ui/usual-step.ts';
import { durationWords } from '../../../words/age.ts';
import { momentUtc } from '../../../words/time.ts';
import { bucketsPath } from './choice.ts';
import styles from './data.module.css';
import { covered, gapsIn, type Span, shareOf } from './gaps.ts';
import type { Chosen } from './use-choice.ts';

const BUCKETS = 600;
const MOST_GAPS = 8;

/** How much is stored, and where in the time range there is nothing. */
export function Coverage({ chosen: { stream, asked, choice, numbers } }: { readonly chosen: Chosen }) {
  const now = useNow(10_000);
  // One field is enough to learn where there are rows.
  const field = numbers[0];
  const { data } = useGet<z.infer<typeof bucketsAnswer>>(
    field === undefined ? undefined : bucketsPath({ ...choice, fields: [field] }, BUCKETS),
  );
  const whole: Span = { from: asked.from * 1000, to: Math.min(asked.to * 1000, now) };
  const spans = data === undefined ? [] : covered(data);
  // The newest bucket is not full yet, and the first one may begin before the range.
  const least = Math.max(1000 * (data?.width ?? 0), usualStep((data?.time ?? []).map(Date.parse)) ?? 0);
  const gaps = gapsIn(spans, whole).filter(({ from, to }) => to - from > 1.5 * least);
  const rows = data?.rows.reduce((all, one) => all + one, 0) ?? 0;
  return (
    <Panel title="What is stored">
      <p>
        {stream.from === undefined || stream.to === undefined ? (
          <>Nothing yet of {stream.title}.</>
        ) : (
          <>
            {stream.rows.toLocaleString('en')} samples of {stream.title}{' '}
            {stream.bytes === 0 ? '(in memory; files follow)' : `in ${bytesWords(stream.bytes)}`}, from{' '}
            {momentUtc(stream.from)} to {momentUtc(stream.to)}.
          </>
        )}
      </p>
      {data !== undefined && (
        <>
          <svg
            className={styles.coverage}
            viewBox="0 0 1000 10"
            preserveAspectRatio="none"
            role="img"
            aria-label={inWords(rows, gaps)}
          >
            <rect className={styles.nothing} width="1000" height="10" />
            {spans.map((span) => {
              const { begin, length } = shareOf(span, whole);
              return (
                <rect
                  key={span.from}
                  className={styles.something}
                  x={1000 * begin}
                  width={Math.max(1, 1000 * length)}
                  height="10"
                />
              );
            })}
          </svg>
          <p className={styles.soft}>{inWords(rows, gaps)}</p>
          {rows > 0 && gaps.length > 0 && <Gaps gaps={gaps} />}
        </>
      )}
    </Panel>
  );
}

function inWords(rows: number, gaps: readonly Span[]): string {
  if (rows === 0) return 'No samples in the chosen time.';
  const samples = `${rows.toLocaleString('en')} samples in the chosen time`;
  if (gaps.length === 0) return `${samples}, without a gap that can be seen at this width.`;
  const missing = gaps.reduce((all, { from, to }) => all + to - from, 0);
  return `${samples}; ${gaps.length === 1 ? 'one gap' : `${gaps.length} gaps`}, ${durationWords(missing)} in all.`;
}

function Gaps({ gaps }: { readonly gaps: readonly Span[] }) {
  const longest = gaps.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST_GAPS);
  return (
    <details>
      <summary>{gaps.length > MOST_GAPS ? `The ${MOST_GAPS} longest gaps` : 'Where the gaps are'}</summary>
      <ul className={styles.gaps}>
        {longest
          .toSorted((a, b) => a.from - b.from)
          .map(({ from, to }) => (
            <li key={from}>
              {momentUtc(from)}, for {durationWords(to - from)}
            </li>
          ))}
      </ul>
    </details>
  );
}
