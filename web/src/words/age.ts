const STEPS = [
  { below: 60, unit: 's', size: 1 },
  { below: 3600, unit: 'min', size: 60 },
  { below: 48 * 3600, unit: 'h', size: 3600 },
  { below: 730 * 86_400, unit: 'days', size: 86_400 },
] as const;

/** How long ago, in the largest unit that still says something: `0 s`, `4 min`, `3 h`, `12 days`. */
export function ageWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const step = STEPS.find(({ below }) => seconds < below);
  return step === undefined
    ? `${Math.floor(seconds / (365.25 * 86_400))} years`
    : `${Math.floor(seconds / step.size)} ${step.unit}`;
}

/** How long something takes or lasts: `12 s`, `2:05 min`, `1:02:09 h`. */
export function durationWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)} min`;
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)} h`;
}
