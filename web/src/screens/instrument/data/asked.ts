import type { PlotWindow } from '../../../ui/plot-window.ts';

/** What goes up to now is asked for anew every 10 s; a year, every ten minutes. */
const [OFTEN, SELDOM] = [10, 600] as const;
const SHARE = 1 / 100;

/** A window that moves with time, in steps: the question, and so the answer, stays the same in between. In s. */
export function askedUpToNow({ from, to }: PlotWindow): PlotWindow {
  const length = to - from;
  const step = Math.min(SELDOM, Math.max(OFTEN, Math.round(length * SHARE)));
  const end = Math.ceil(to / step) * step;
  return { from: end - length, to: end };
}
