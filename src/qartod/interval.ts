/** So many intervals are looked at. */
const LOOKED_AT = 9;

/** Samples whose times are looked at. */
export const INTERVAL_MEMORY = LOOKED_AT + 1;

/**
 * The time from one sample of a stream to the next, in seconds, as the last ones show it: the middle one of the last nine. `undefined`
 * before the second one, and where most came at one time. Whole seconds are taken to be meant where they are nearly met.
 */
export function samplingInterval(): (at: number) => number | undefined {
  const recent: number[] = [];
  let last: number | undefined;
  return (at) => {
    if (last !== undefined && at < last) recent.length = 0;
    else if (last !== undefined) recent.push(at - last);
    if (recent.length > LOOKED_AT) recent.shift();
    last = at;
    const middle = recent.toSorted((a, b) => a - b)[recent.length >> 1];
    if (middle === undefined || middle === 0) return undefined;
    const whole = Math.round(middle);
    return Math.abs(middle - whole) < middle / 100 ? whole : middle;
  };
}
