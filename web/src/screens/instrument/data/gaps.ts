import type { z } from 'zod';
import type { bucketsAnswer } from '../../../../../src/model/api/data.ts';
import { usualStep } from '../../../ui/usual-step.ts';

export type Buckets = z.infer<typeof bucketsAnswer>;

/** A stretch of time, in ms since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** So many usual steps without a sample are a gap. */
const STEPS = 3;

/** The stretches that have samples, as exactly as the buckets tell: neighbours are one stretch, and so are samples at their usual pace. */
export function covered({ time, rows, width }: Buckets): Span[] {
  const spans: { from: number; to: number }[] = [];
  const length = width * 1000;
  const step = usualStep(time.map(Date.parse)) ?? 0;
  // At the width of buckets, times told to the millisecond are as good as equal to those that are not.
  const gap = step > 1.5 * length ? STEPS * step : Math.max(1, length / 2);
  time.forEach((text, i) => {
    if ((rows[i] ?? 0) === 0) return;
    const from = Date.parse(text);
    const last = spans.at(-1);
    if (last !== undefined && from - last.to < gap) last.to = from + length;
    else spans.push({ from, to: from + length });
  });
  return spans;
}

/** What lies between and around stretches that have samples. */
export function gapsIn(spans: readonly Span[], { from, to }: Span): Span[] {
  const ends = [from, ...spans.map((span) => span.to)];
  const begins = [...spans.map((span) => span.from), to];
  return ends.map((end, i) => ({ from: end, to: begins[i]! })).filter((gap) => gap.to > gap.from);
}

/** Where a span stands in a longer one, as shares of its length from 0 to 1. */
export function shareOf({ from, to }: Span, whole: Span): { readonly begin: number; readonly length: number } {
  const all = whole.to - whole.from;
  if (all <= 0) return { begin: 0, length: 0 };
  const begin = Math.min(1, Math.max(0, (from - whole.from) / all));
  const end = Math.min(1, Math.max(0, (to - whole.from) / all));
  return { begin, length: end - begin };
}
