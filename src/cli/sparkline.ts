const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** Values as a line of bars, the newest at the right, scaled between their least and greatest. */
export function sparkline(values: readonly number[]): string {
  const least = Math.min(...values);
  const span = Math.max(...values) - least;
  return values.map((value) => BARS[span === 0 ? 3 : Math.round(((value - least) / span) * 7)]).join('');
}
