import { useEffect, useRef } from 'react';
import { API } from '../../../api/client.ts';
import { subscribe } from '../../../api/live.ts';
import { type Span, spanOf } from './live-marks.ts';
import type { Entry } from './rows.ts';
import { type Line, transcriptPath } from './transcript-path.ts';

/** What came is told so often, in ms, however fast it comes. */
const TOGETHER_MS = 100;

/** Hears what goes over the line, from a place in its log on, and which samples that is. */
export function useLiveBytes(
  line: Line | undefined,
  from: () => string | undefined,
  come: (entries: readonly Entry[], spans: readonly Span[]) => void,
): void {
  const { id, link } = line ?? {};
  const begin = useRef(from);
  begin.current = from;
  useEffect(() => {
    if (id === undefined) return;
    let entries: Entry[] = [];
    let spans: Span[] = [];
    const flush = setInterval(() => {
      if (entries.length + spans.length > 0) come(entries, spans);
      entries = [];
      spans = [];
    }, TOGETHER_MS);
    const path = transcriptPath({ id, link }, { from: begin.current() }, 'transcript/live');
    const source = new EventSource(`${API}${path}`);
    source.addEventListener('entry', ({ data }) => entries.push(JSON.parse(data)));
    const end = subscribe('samples', [id], ({ stream, samples }) => {
      spans.push(...samples.flatMap(({ time, log }) => spanOf(log, { stream, time }, link) ?? []));
    });
    return () => {
      source.close();
      end();
      clearInterval(flush);
    };
  }, [id, link, come]);
}
