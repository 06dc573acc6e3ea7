const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Values as a line of bars, the newest at the right, scaled between their least and greatest. */
export function sparkline(values: readonly number[], width: number): string {
  const shown = values.slice(-width);
  const least = Math.min(...shown);
  const span = Math.max(...shown) - least;
  return shown.map((value) => BARS[span === 0 ? 3 : Math.round(((value - least) / span) * 7)]).join('');
}
