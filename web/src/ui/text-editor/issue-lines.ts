import type { Problem } from '../../../../src/model/api/problem.ts';

export type Issue = NonNullable<Problem['issues']>[number];

/** The line that something is wrong in: `sonde.yaml:12:5` says it. */
export function lineOf({ where }: Pick<Issue, 'where'>): number | undefined {
  const [, line] = /:(\d+)(?::\d+)?$/.exec(where ?? '') ?? [];
  return line === undefined ? undefined : Number(line);
}

/** Where a line begins and ends in a text. */
export function spanOfLine(text: string, line: number): readonly [from: number, to: number] {
  const before = text.split('\n').slice(0, line - 1);
  const from = before.reduce((sum, one) => sum + one.length + 1, 0);
  const end = text.indexOf('\n', from);
  return [Math.min(from, text.length), end < 0 ? text.length : end];
}
