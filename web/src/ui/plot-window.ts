/** From when to when a plot shows, in s since 1970. */
export interface PlotWindow {
  readonly from: number;
  readonly to: number;
}

export const SHORTEST_SECONDS = 1;
export const LONGEST_SECONDS = 20 * 366 * 86_400;

const clampLength = (length: number): number => Math.min(LONGEST_SECONDS, Math.max(SHORTEST_SECONDS, length));

/** Zooms so that `at` stays where it is; a factor below 1 shows more detail. Nothing lies after `now`. */
export function zoomAround({ from, to }: PlotWindow, at: number, factor: number, now: number): PlotWindow {
  const length = clampLength((to - from) * factor);
  const share = to === from ? 0.5 : (at - from) / (to - from);
  const start = at - share * length;
  return notAfter({ from: start, to: start + length }, now);
}

/** Moves by a share of the window's length: -0.5 half a window back. */
export function panBy({ from, to }: PlotWindow, share: number, now: number): PlotWindow {
  const by = (to - from) * share;
  return notAfter({ from: from + by, to: to + by }, now);
}

/** A window that ends where there is something to see: its length stays. */
export function notAfter({ from, to }: PlotWindow, now: number): PlotWindow {
  const over = Math.max(0, to - now);
  return { from: from - over, to: to - over };
}

/** How many stretches a plot of this width shows: one for two pixels, never so many that nobody could see them. */
export const bucketsFor = (pixels: number): number => Math.min(2000, Math.max(50, Math.round(pixels / 2)));

type KeyAct = (window: PlotWindow, now: number) => PlotWindow;
const middle = ({ from, to }: PlotWindow): number => (from + to) / 2;

/** What keys do to a plot that has the focus. */
export const PLOT_KEYS: Readonly<Record<string, KeyAct>> = {
  ArrowLeft: (window, now) => panBy(window, -0.25, now),
  ArrowRight: (window, now) => panBy(window, 0.25, now),
  PageUp: (window, now) => panBy(window, -1, now),
  PageDown: (window, now) => panBy(window, 1, now),
  '+': (window, now) => zoomAround(window, middle(window), 0.5, now),
  '=': (window, now) => zoomAround(window, middle(window), 0.5, now),
  '-': (window, now) => zoomAround(window, middle(window), 2, now),
};
