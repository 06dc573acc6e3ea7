import type { Alert, AlertRequest } from '../model/api/alert.ts';
import type { EventDraft } from '../model/event-draft.ts';

const which = ({ id, kind, subject }: Alert) => ({ alert: id, kind, about: subject });

const isHigher = (a: Alert, b: Alert): boolean => a.level === 'alarm' && b.level === 'warning';

/** The events of what became of an alert by itself. */
export function changeNotes(before: Alert | undefined, after: Alert): readonly EventDraft[] {
  const { level: severity, text: reason, value, bound } = after;
  const isRaised = before === undefined || after.count > before.count || isHigher(after, before);
  const isOver = !after.active && (before === undefined || before.active || after.count > before.count);
  return [
    ...(isRaised
      ? [
          {
            type: 'alert_raised' as const,
            by: 'driver',
            details: {
              ...which(after),
              severity,
              reason,
              ...(value !== undefined && { value }),
              ...(bound !== undefined && { bound }),
            },
          },
        ]
      : []),
    ...(before !== undefined && isHigher(before, after)
      ? [{ type: 'alert_lowered' as const, by: 'driver', details: { ...which(after), reason } }]
      : []),
    ...(isOver ? [{ type: 'alert_returned' as const, by: 'driver', details: { ...which(after), reason } }] : []),
  ];
}

const TYPES = {
  acknowledge: 'alert_acknowledged',
  unshelve: 'alert_unshelved',
  comment: 'alert_commented',
  clear: 'alert_cleared',
} as const satisfies Readonly<Partial<Record<AlertRequest, EventDraft['type']>>>;

/** The event of what somebody made of an alert. */
export function answerNote(request: AlertRequest, after: Alert, by: string, comment: string | undefined): EventDraft {
  const details = { ...which(after), ...(comment !== undefined && { comment }) };
  if (request !== 'shelve') return { type: TYPES[request], by, details };
  return { type: 'alert_shelved', by, details: { ...details, until: after.shelved?.until ?? '' } };
}
