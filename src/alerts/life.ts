import type { Alert, AlertKind, AlertLevel } from '../model/api/alert.ts';
import type { Json } from '../model/api/common.ts';
import { isLasting } from './faults.ts';

/** Which alert it is: there is one of each at a time. */
export interface Identity {
  readonly instrument?: string;
  readonly kind: AlertKind;
  readonly subject: string;
}

/** What is the matter, as whoever watches found it. */
export interface Finding {
  readonly level: AlertLevel;
  readonly text: string;
  /** ISO-8601. */
  readonly at: string;
  readonly value?: Json;
  readonly bound?: Json;
}

/** Somebody who answers an alert, and when. */
export interface Answerer {
  readonly by: string;
  readonly at: string;
  readonly comment?: string;
}

/** The last so many comments are kept. */
const COMMENTS = 100;

export const keyOf = ({ instrument = '', kind, subject }: Identity): string => `${instrument} ${kind} ${subject}`;

const matterOf = ({ level, text, at, value, bound }: Finding) => ({
  level,
  text,
  at,
  ...(value !== undefined && { value }),
  ...(bound !== undefined && { bound }),
});

export const begun = (id: string, identity: Identity, finding: Finding): Alert => ({
  id,
  ...identity,
  ...matterOf(finding),
  active: true,
  raised: finding.at,
  count: 1,
  comments: [],
});

/** It holds again, or still; `again` is once more though it was never over. Who had taken note of less, or of what is over, has not of this. */
export function held(alert: Alert, finding: Finding, again: boolean): Alert {
  const { returned, acknowledged, value: _, bound: __, ...rest } = alert;
  const isNoted = alert.active && !(finding.level === 'alarm' && alert.level === 'warning');
  const isSame = alert.active && finding.level === alert.level && !again;
  if (isSame) return alert;
  return {
    ...rest,
    ...matterOf(finding),
    active: true,
    count: alert.count + (again || !alert.active ? 1 : 0),
    ...(acknowledged && isNoted && { acknowledged }),
  };
}

export const over = (alert: Alert, at: string): Alert =>
  alert.active ? { ...alert, active: false, returned: at } : alert;

const toldBy = ({ by, at, comment }: Answerer) => ({ by, at, ...(comment !== undefined && { comment }) });

/** What is nothing that lasts, or lasts until it is tried again, is over when somebody has taken note of it. */
export const acknowledged = (alert: Alert, who: Answerer): Alert =>
  alert.acknowledged ? alert : { ...(isLasting(alert) ? alert : over(alert, who.at)), acknowledged: toldBy(who) };

export const shelved = (alert: Alert, who: Answerer, until: string): Alert => ({
  ...alert,
  shelved: { ...toldBy(who), until },
});

export function unshelved({ shelved: _, ...alert }: Alert): Alert {
  return alert;
}

export const commented = (alert: Alert, who: Answerer): Alert => ({
  ...alert,
  comments: [...alert.comments, { by: who.by, at: who.at, comment: who.comment ?? '' }].slice(-COMMENTS),
});

/** From the list, whether it is over or not. */
export const cleared = (alert: Alert, who: Answerer): Alert => ({
  ...unshelved(over(alert, who.at)),
  acknowledged: alert.acknowledged ?? toldBy(who),
});
