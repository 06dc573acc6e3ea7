/** How far two times that follow each other usually are apart: the median, which a pause does not move. Nothing of fewer than two. */
export function usualStep(times: readonly number[]): number | undefined {
  const steps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)];
}
