import type { Flag } from '../model/sample.ts';

/** The least and the greatest value that pass: both belong to it. */
export type Span = readonly [least: number, greatest: number];

/** Which flag wins where tests disagree, as `qartod_compare` of ioos_qc 2.2 has it: a value that one test passed is not held against another that could not see it. */
const RANK: Readonly<Record<Flag, number>> = { 9: 0, 2: 1, 1: 2, 3: 3, 4: 4 };

export const graver = (a: Flag, b: Flag): Flag => (RANK[b] > RANK[a] ? b : a);

/** The flag of all tests together; 9 where there are none. */
export const aggregate = (flags: readonly Flag[]): Flag => flags.reduce(graver, 9);

export const isWithin = (value: number, [least, greatest]: Span): boolean => value >= least && value <= greatest;
