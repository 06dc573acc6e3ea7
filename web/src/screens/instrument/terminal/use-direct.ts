import { useCallback, useEffect, useRef, useState } from 'react';
import type { DirectServerMessage } from '../../../../../src/model/api/live.ts';
import { lockKey } from '../../../state/locks.ts';
import { type DirectSession, openDirect } from './direct-session.ts';
import { terminalClosed, terminalOpened } from './open-terminals.ts';

type Opened = Extract<DirectServerMessage, { type: 'opened' }>;

/** How a session stands. */
export type Standing =
  | { readonly is: 'closed'; readonly reason?: string; readonly began?: string }
  | { readonly is: 'opening' }
  | { readonly is: 'open'; readonly opened: Opened; readonly began: string; readonly leaving?: true };

/** A raw terminal's session: it is left when the sheet is. */
export function useDirect(id: string, onBytes: (bytes: Uint8Array) => void) {
  const [standing, setStanding] = useState<Standing>({ is: 'closed' });
  const session = useRef<DirectSession>(undefined);
  const heard = useRef(onBytes);
  heard.current = onBytes;
  useEffect(() => () => session.current?.close(), []);

  const open = useCallback(
    (link: string | undefined): void => {
      setStanding({ is: 'opening' });
      const began = new Date().toISOString();
      session.current = openDirect(
        id,
        { ...(link !== undefined && { link }), lock: lockKey(id) },
        {
          onOpened(opened) {
            terminalOpened(opened.lock);
            setStanding({ is: 'open', opened, began });
          },
          onBytes: (bytes) => heard.current(bytes),
          onClosed: (reason) => {
            session.current = undefined;
            terminalClosed(id);
            setStanding({ is: 'closed', reason, began });
          },
        },
      );
    },
    [id],
  );
  const leave = useCallback((): void => {
    session.current?.close();
    setStanding((before) => (before.is === 'open' ? { ...before, leaving: true } : before));
  }, []);
  return { standing, open, leave, session };
}
