import { useState } from 'react';
import type { Alert, AlertRequest } from '../../../../src/model/api/alert.ts';
import { isGone } from '../../../../src/model/api/alert-state.ts';
import { send } from '../../api/client.ts';
import { alerts } from '../../state/alerts.ts';
import { tryTo } from '../../ui/notices.tsx';

const FAILED: Readonly<Record<AlertRequest, string>> = {
  acknowledge: 'The alert was not acknowledged',
  shelve: 'The alert was not shelved',
  unshelve: 'The alert is still shelved',
  comment: 'The comment was not kept',
  clear: 'The alert was not cleared',
};

export type Answer = (
  alert: Alert,
  request: AlertRequest,
  body: { comment?: string; minutes?: number },
) => Promise<boolean>;

/** Says something to an alert; true where the server took it. */
export function useAnswer(): { readonly answer: Answer; readonly busy: string | undefined } {
  const [busy, setBusy] = useState<string>();
  const answer: Answer = async ({ id }, request, body) => {
    setBusy(id);
    const done = await tryTo(FAILED[request], async () => {
      const now = await send<Alert>('POST', `/alerts/${encodeURIComponent(id)}/${request}`, body);
      alerts.put(now, isGone(now));
    });
    setBusy(undefined);
    return done;
  };
  return { answer, busy };
}
