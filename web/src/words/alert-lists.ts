import type { Alert } from '../../../src/model/api/alert.ts';
import { isUnanswered } from '../../../src/model/api/alert-state.ts';

/** The lists that a person works through: each alert stands in exactly one. */
export const ALERT_LISTS = [
  { name: 'unanswered', title: 'To be answered', none: 'Nothing wants to be answered.' },
  { name: 'active', title: 'Acknowledged, still so', none: 'Nothing that was acknowledged is still so.' },
  { name: 'shelved', title: 'Shelved', none: 'Nothing is shelved.' },
] as const;
export type AlertList = (typeof ALERT_LISTS)[number]['name'];

export const listOf = (alert: Alert): AlertList =>
  alert.shelved !== undefined ? 'shelved' : isUnanswered(alert) ? 'unanswered' : 'active';

/** What is still so first, then the one that matters more, then the one that is newer. */
export const byUrgency = (a: Alert, b: Alert): number =>
  Number(b.active) - Number(a.active) ||
  Number(b.level === 'alarm') - Number(a.level === 'alarm') ||
  b.raised.localeCompare(a.raised);
