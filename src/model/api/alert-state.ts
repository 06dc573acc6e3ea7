import type { Alert } from './alert.ts';

/** Wants a person now: neither acknowledged nor shelved. */
export const isUnanswered = ({ acknowledged, shelved }: Pick<Alert, 'acknowledged' | 'shelved'>): boolean =>
  acknowledged === undefined && shelved === undefined;

/** It is over and somebody has taken note of it, or it was cleared: the last that is told of it. What is put aside stays so, however often it comes. */
export const isGone = ({
  active,
  acknowledged,
  shelved,
}: Pick<Alert, 'active' | 'acknowledged' | 'shelved'>): boolean =>
  !active && acknowledged !== undefined && shelved === undefined;
