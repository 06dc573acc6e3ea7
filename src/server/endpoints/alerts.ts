import { z } from 'zod';
import type { Bus } from '../../bus/bus.ts';
import type { AlertService, Caller } from '../../bus/services.ts';
import { ForbiddenError, NotImplementedError } from '../../kit/errors.ts';
import { type AlertRequest, alert, alertRequests, alertRule } from '../../model/api/alert.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';

const GROUP = 'Alerts';
const params = z.strictObject({ id: z.string().max(200).meta({ description: 'the id of an alert' }) });

function alertsOf(bus: Bus): AlertService {
  const alerts = bus.find('alerts', '');
  if (alerts === undefined) throw new NotImplementedError('nobody watches for alerts here');
  return alerts;
}

/** A token that is for some instruments knows nothing of what concerns others, or all of them. */
const isSeen = ({ instruments }: Caller, { instrument }: { readonly instrument?: string }): boolean =>
  instruments === undefined || (instrument !== undefined && instruments.includes(instrument));

const SUMMARIES: Readonly<Record<AlertRequest, string>> = {
  acknowledge: 'Say that somebody has seen it',
  shelve: 'Leave it aside for a while',
  unshelve: 'Have it again before that',
  comment: 'Say something to it',
  clear: 'Take it off the list',
};

const answerWith = (request: AlertRequest): Endpoint =>
  endpoint({
    method: 'POST',
    path: `/alerts/:id/${request}`,
    group: GROUP,
    summary: SUMMARIES[request],
    role: 'operator',
    params,
    body: alertRequests[request],
    reply: alert,
    problems: ['state'],
    async run({ bus, params: { id }, body, caller }) {
      const alerts = alertsOf(bus);
      const found = (await alerts.list()).find((one) => one.id === id);
      if (found !== undefined && !isSeen(caller, found))
        throw new ForbiddenError(`this token is for ${caller.instruments?.join(', ')} only`);
      return alerts.answer(id, request, body, caller);
    },
  });

/** What wants a person, and what they say to it. */
export const ALERT_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/alerts',
    group: GROUP,
    summary: 'What wants a person',
    description: 'An alert stays until it is over and acknowledged, or cleared.',
    role: 'viewer',
    reply: z.array(alert),
    run: async ({ bus, caller }) => (await alertsOf(bus).list()).filter((own) => isSeen(caller, own)),
  }),
  endpoint({
    method: 'GET',
    path: '/alert-rules',
    group: GROUP,
    summary: 'What is watched, and what for',
    role: 'viewer',
    reply: z.array(alertRule),
    run: async ({ bus, caller }) => (await alertsOf(bus).rules()).filter((own) => isSeen(caller, own)),
  }),
  ...(['acknowledge', 'shelve', 'unshelve', 'comment', 'clear'] as const).map(answerWith),
];
