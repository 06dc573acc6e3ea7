import type { Lock } from '../../../../../src/model/api/lock.ts';
import { isAtLeast, type Role } from '../../../../../src/model/api/roles.ts';
import { clockUtc } from '../../../words/time.ts';

interface Standing {
  readonly role: Role | undefined;
  readonly lock: Lock | undefined;
  readonly mine: boolean;
  readonly isServerLost: boolean;
}

/** Why this page may not use an instrument now; undefined where it may. */
export function hindranceOf({ role, lock, mine, isServerLost }: Standing, least: Role): string | undefined {
  if (isServerLost) return 'The server is not heard: nothing can be sent.';
  if (role === undefined) return 'Log in first.';
  if (!isAtLeast(role, least)) return `Your role is ${role}; this wants ${least} or more.`;
  if (lock !== undefined && !mine)
    return `Held by ${lock.holder} until ${clockUtc(Date.parse(lock.expires))} UTC: ${lock.reason}`;
  return undefined;
}
