import { useEffect, useRef, useState } from 'react';
import type { HeldLock, Lock } from '../../../../../src/model/api/lock.ts';
import { send } from '../../../api/client.ts';
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
  useLoss(name, lock, isOurs);
  const path = `/instruments/${id}/lock`;

  const renew = ({ reason }: Lock): Promise<boolean> =>
    tryTo(`${name} is not held for longer`, async () => {
      keepLock(await send<HeldLock>('PUT', path, { reason, seconds: RENEWED_SECONDS }, { lock: lockKey(id) }));
    });
  const release = (): Promise<boolean> =>
    tryTo(`${name} was not released`, async () => {
      await send('DELETE', path, undefined, { lock: lockKey(id) });
      forgetLock(id);
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

/** Says that this page has lost what it held: to whom, or that its time was over. */
function useLoss(name: string, lock: Lock | undefined, mine: boolean): void {
  const held = useRef(false);
  useEffect(() => {
    if (held.current && lock !== undefined && !mine) {
      notify(`${name} was taken over`, { text: `${lock.holder} holds it now: ${lock.reason}`, isWarning: true });
    }
    held.current = mine;
  }, [name, lock, mine]);
}
