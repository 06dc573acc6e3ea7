import type { AlertService } from '../bus/services.ts';
import type { Clock } from '../kit/clock.ts';
import { ParameterError } from '../kit/errors.ts';
import { fromMillis, toIso } from '../kit/time.ts';
import { type Alert, type AlertRequest, type AlertRule, alertRequests } from '../model/api/alert.ts';
import { isUnanswered } from '../model/api/alert-state.ts';
import type { AlertBook } from './alert-book.ts';
import { type Answerer, acknowledged, cleared, commented, shelved, unshelved } from './life.ts';
import { rank } from './watch/watcher.ts';

/** Those first that want somebody now, then the worst, then the newest. */
const inOrder = (a: Alert, b: Alert): number =>
  Number(isUnanswered(b)) - Number(isUnanswered(a)) ||
  Number(b.active) - Number(a.active) ||
  rank(b.level) - rank(a.level) ||
  b.at.localeCompare(a.at);

/** What people do with alerts. */
export function alertService(book: AlertBook, clock: Clock, rules: () => readonly AlertRule[]): AlertService {
  return {
    list: async () => book.alerts.toSorted(inOrder),
    rules: async () => rules(),
    async answer(id, request, given, { by }) {
      const { comment, minutes } = checked(request, given);
      const now = clock.now();
      const who: Answerer = { by, at: toIso(now), ...(comment !== undefined && { comment }) };
      const until = toIso(now + fromMillis((minutes ?? 0) * 60_000));
      return book.answer(id, request, who, (alert) => CHANGES[request](alert, who, until));
    },
  };
}

const CHANGES: Readonly<Record<AlertRequest, (alert: Alert, who: Answerer, until: string) => Alert>> = {
  acknowledge: acknowledged,
  shelve: shelved,
  unshelve: (alert) => (alert.shelved ? unshelved(alert) : alert),
  comment: commented,
  clear: cleared,
};

interface Body {
  readonly comment?: string;
  readonly minutes?: number;
}

function checked(request: AlertRequest, given: Body): Body {
  const { data, error } = alertRequests[request].safeParse(given);
  if (data !== undefined) return data;
  throw new ParameterError(error.issues.map(({ path, message }) => ({ name: path.join('.') || request, message })));
}
