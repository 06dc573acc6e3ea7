import type { Alert } from './alert.ts';

/** Wants a person now: neither acknowledged nor shelved. */
export const isUnanswered = ({ acknowledged, shelved }: Pick<Alert, 'acknowledged' | 'shelved'>): boolean =>
  acknowledged === undefined && shelved === undefined;

/** It is over and somebody has taken note of it, or it was cleared: the last that is told of it. */
export const isGone = ({ active, acknowledged }: Pick<Alert, 'active' | 'acknowledged'>): boolean =>
  !active && acknowledged !== undefined;
