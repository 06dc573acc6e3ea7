interface Spark {
  /** Of an SVG path. */
  readonly line: string;
  /** Where the last value stands. */
  readonly last: { readonly x: number; readonly y: number } | undefined;
}

const MARGIN = 2;

/** The line of some values in a box of this size: the least below, the greatest above; values that are all the same lie in the middle. */
export function sparkPath(values: readonly (number | null)[], width: number, height: number): Spark {
  const known = values.filter((value) => value !== null);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const x = (index: number): number =>
    round(values.length < 2 ? width : MARGIN + (index * (width - 2 * MARGIN)) / (values.length - 1));
  const y = (value: number): number =>
    round(high === low ? height / 2 : height - MARGIN - ((value - low) * (height - 2 * MARGIN)) / (high - low));

  let line = '';
  let last: Spark['last'];
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    const drawn = (values[index - 1] ?? null) !== null;
    last = { x: x(index), y: y(value) };
    line += `${drawn ? 'L' : 'M'}${last.x} ${last.y}`;
  }
  return { line, last };
}

const round = (value: number): number => Math.round(value * 10) / 10;
