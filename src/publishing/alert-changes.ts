import type { WebhookConfig } from '../config/publishing-schema.ts';
import type { Alert } from '../model/api/alert.ts';
import { isGone } from '../model/api/alert-state.ts';

/** What became of an alert, as a web hook tells it. */
export type AlertChange = 'raised' | 'lowered' | 'returned' | 'acknowledged' | 'shelved' | 'unshelved' | 'cleared';

/** What of two states of an alert is worth a message; a comment, or that it was raised once more, is not. */
export function changeOf(before: Alert | undefined, after: Alert): AlertChange | undefined {
  if (before === undefined) return after.active ? 'raised' : isGone(after) ? undefined : 'returned';
  if (after.active && (!before.active || (after.level === 'alarm' && before.level === 'warning'))) return 'raised';
  if (before.active && !after.active) return after.acknowledged && !before.acknowledged ? 'cleared' : 'returned';
  if (after.acknowledged && !before.acknowledged) return 'acknowledged';
  if (after.shelved?.until !== before.shelved?.until) return after.shelved ? 'shelved' : 'unshelved';
  return after.level === before.level ? undefined : 'lowered';
}

/** What became of an alert, and how it stood before. */
export interface Changed {
  readonly change: AlertChange;
  readonly alert: Alert;
  readonly before: Alert | undefined;
}

/** Finds out what became of each alert since it was seen last; `known` are those that are there already. */
export function alertChanges(known: readonly Alert[]): (alert: Alert) => Changed | undefined {
  const seen = new Map(known.map((alert) => [alert.id, alert]));
  return (alert) => {
    const before = seen.get(alert.id);
    if (isGone(alert)) seen.delete(alert.id);
    else seen.set(alert.id, alert);
    const change = changeOf(before, alert);
    return change && { change, alert, before };
  };
}

/** Whether somebody wants to hear of it: what is put aside only when it is put there. */
export function isWanted({ levels, instruments }: WebhookConfig, { change, alert, before = alert }: Changed): boolean {
  const isOfLevel = levels === undefined || levels.includes(alert.level) || levels.includes(before.level);
  const { instrument } = alert;
  const isOfThese = instruments === undefined || (instrument !== undefined && instruments.includes(instrument));
  return isOfLevel && isOfThese && (alert.shelved === undefined || change === 'shelved');
}
