import type { PlotWindow } from '../../../ui/plot-window.ts';

/** How far a window that moves with time goes before its history is asked for anew: a tenth of its length. */
const STEP = 0.1;

/**
 * What is asked for, for a window that is shown. One that follows the present is asked for in steps, so that the question stays the same
 * while samples that come are put behind the answer.
 */
export function askedWindow({ from, to }: PlotWindow, follows: boolean): PlotWindow {
  if (!follows) return { from, to };
  const length = to - from;
  const step = Math.max(1, length * STEP);
  const end = Math.ceil(to / step) * step;
  return { from: end - length - step, to: end };
}

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** The address of a stream's sums over stretches of time. */
export function bucketsPath(
  place: { readonly id: string; readonly stream: string; readonly fields: readonly string[] },
  { from, to }: PlotWindow,
  options: { readonly buckets: number; readonly withoutFailed: boolean },
): string {
  const query = new URLSearchParams({
    from: iso(from),
    to: iso(to),
    buckets: String(options.buckets),
    fields: place.fields.join(','),
    ...(options.withoutFailed && { without_failed: 'true' }),
  });
  return `/instruments/${place.id}/streams/${place.stream}/buckets?${query}`;
}
