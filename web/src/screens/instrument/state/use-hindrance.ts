import type { Role } from '../../../../../src/model/api/roles.ts';
import { connection } from '../../../api/connection.ts';
import { useHoldsLock, useLock } from '../../../state/locks.ts';
import { useSession } from '../../../state/session.ts';
import { useStore } from '../../../state/store.ts';
import { hindranceOf } from './hindrance.ts';

/** Why this page may not use the instrument for what wants a role; undefined where it may. */
export function useHindrance(id: string, least: Role): string | undefined {
  const { who } = useSession();
  const lock = useLock(id);
  const mine = useHoldsLock(id);
  const isServerLost = useStore(connection, ({ state }) => state === 'lost');
  return hindranceOf({ role: who?.login === 'needed' ? undefined : who?.role, lock, mine, isServerLost }, least);
}
