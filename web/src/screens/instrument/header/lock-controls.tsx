import { type RefObject, useEffect, useRef, useState } from 'react';
import type { HeldLock, Lock } from '../../../../../src/model/api/lock.ts';
import { send } from '../../../api/client.ts';
import { subscribe } from '../../../api/live.ts';
import { useNow } from '../../../state/clock.ts';
import { forgetLock, keepLock, lockKey, useHoldsLock, useLock } from '../../../state/locks.ts';
import { useMay } from '../../../state/session.ts';
import { Button } from '../../../ui/button.tsx';
import { LockChip } from '../../../ui/lock-chip.tsx';
import { notify, tryTo } from '../../../ui/notices.tsx';
import { durationWords } from '../../../words/age.ts';
import { useHoldsTerminal } from '../terminal/open-terminals.ts';
import css from './lock-controls.module.css';
import { LockDialog } from './lock-dialog.tsx';

const RENEWED_SECONDS = 1800;
const SOON_MS = 30_000;

interface Props {
  readonly id: string;
  readonly name: string;
}

/** Takes, renews, releases and takes over the instrument; says who holds it, why, and for how long. */
export function LockControls({ id, name }: Props) {
  const lock = useLock(id);
  const mine = useHoldsLock(id);
  const forTerminal = useHoldsTerminal(id);
  const isOurs = mine || forTerminal;
  const may = useMay('operator');
  const [asking, setAsking] = useState(false);
  const isReleasing = useRef(false);
  useTakeover(id, name, lock, isOurs);
  useEnd(id, name, isReleasing);
  const path = `/instruments/${id}/lock`;

  const renew = ({ reason }: Lock): Promise<boolean> =>
    tryTo(`${name} is not held for longer`, async () => {
      keepLock(await send<HeldLock>('PUT', path, { reason, seconds: RENEWED_SECONDS }, { lock: lockKey(id) }));
    });
  const release = (): Promise<boolean> =>
    tryTo(`${name} was not released`, async () => {
      isReleasing.current = true;
      try {
        await send('DELETE', path, undefined, { lock: lockKey(id) });
        forgetLock(id);
      } finally {
        isReleasing.current = false;
      }
    });

  return (
    <section className={css.lock} aria-label="Lock">
      {lock !== undefined && (
        <p className={css.holder}>
          <LockChip lock={lock} mine={isOurs} />
          <span className={css.reason}>
            {lock.reason} · <Left until={lock.expires} />
          </span>
        </p>
      )}
      {may && lock === undefined && (
        <Button hint="Nobody else can use the instrument until you release it" onClick={() => setAsking(true)}>
          Lock…
        </Button>
      )}
      {lock !== undefined && mine && (
        <>
          <Button onClick={() => renew(lock)} hint="Holds it for 30 minutes from now">
            Renew
          </Button>
          <Button onClick={release}>Release</Button>
        </>
      )}
      {may && lock !== undefined && !isOurs && <Button onClick={() => setAsking(true)}>Take over…</Button>}
      {asking && <LockDialog id={id} name={name} from={mine ? undefined : lock} onClose={() => setAsking(false)} />}
    </section>
  );
}

function Left({ until }: { readonly until: string }) {
  const left = Date.parse(until) - useNow();
  return (
    <span className={left < SOON_MS ? css.soon : undefined}>{left > 0 ? `${durationWords(left)} left` : 'over'}</span>
  );
}

/** Says to whom this page has lost what it held. A key that is worth nothing would only be refused. */
function useTakeover(id: string, name: string, lock: Lock | undefined, mine: boolean): void {
  const held = useRef<string>(undefined);
  useEffect(() => {
    // A terminal that is closed is no longer ours before its lock is told to be another's, or nobody's.
    if (mine || lock === undefined) held.current = lock?.since;
    else if (held.current !== undefined && lock.since !== held.current) {
      held.current = undefined;
      forgetLock(id);
      notify(`${name} was taken over`, { text: `${lock.holder} holds it now: ${lock.reason}`, isWarning: true });
    }
  }, [id, name, lock, mine]);
}

/** Says that what this page held is over, where it was not this page that let go of it. */
function useEnd(id: string, name: string, isReleasing: RefObject<boolean>): void {
  useEffect(
    () =>
      subscribe('lock', [id], ({ lock, by }) => {
        if (lock !== null || lockKey(id) === undefined || isReleasing.current) return;
        forgetLock(id);
        const text = by === undefined ? 'The time of its lock was up.' : `${by} let go of it.`;
        notify(`${name} is not held any more`, { text, isWarning: true });
      }),
    [id, name, isReleasing],
  );
}
