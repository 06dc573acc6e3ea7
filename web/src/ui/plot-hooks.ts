import { type RefObject, useEffect, useState } from 'react';
import type uPlot from 'uplot';
import { serverNow } from '../state/clock.ts';
import { type PlotWindow, panBy, zoomAround } from './plot-window.ts';

/** How wide an element is, in px; 0 before it is known. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** Draws the plot anew when the palette is another. */
export function useRedraw(plot: RefObject<uPlot | undefined>): void {
  useEffect(() => {
    const redraw = (): void => plot.current?.redraw(false, true);
    const palette = new MutationObserver(redraw);
    palette.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => palette.disconnect();
  }, [plot]);
}

interface Shown {
  readonly window: PlotWindow;
  readonly onWindow: (window: PlotWindow) => void;
}

/** The wheel zooms a plot that has the focus, or with Ctrl; with Shift, or sideways, it pans. Otherwise the page scrolls, as everywhere. */
export function useWheel(
  frame: RefObject<HTMLElement | null>,
  plot: RefObject<uPlot | undefined>,
  shown: RefObject<Shown>,
): void {
  useEffect(() => {
    const element = frame.current;
    const onWheel = (event: WheelEvent): void => {
      const own = plot.current;
      const hasFocus = document.activeElement === element;
      if (own === undefined || !(hasFocus || event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      const { window, onWindow } = shown.current;
      const now = serverNow() / 1000;
      const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
      const at = own.posToVal(event.clientX - own.over.getBoundingClientRect().left, 'x');
      onWindow(
        sideways
          ? panBy(window, Math.sign(event.deltaX || event.deltaY) * 0.1, now)
          : zoomAround(window, at, event.deltaY < 0 ? 0.8 : 1.25, now),
      );
    };
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [frame, plot, shown]);
}
