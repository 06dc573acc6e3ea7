import type { Clock } from '../kit/clock.ts';
import { LoginRequiredError, TooManyError } from '../kit/errors.ts';
import { Mutex } from '../kit/mutex.ts';
import type { Role } from '../model/api/roles.ts';
import { Attempts } from './attempts.ts';
import { isPassword } from './passwords.ts';
import type { DirectoryOptions, UserDirectory } from './users.ts';

/** Passwords that wait to be checked; more are sent away at once. */
const WAITING = 16;

const shortened = (name: string): string => (name.length > 3 ? `${name.slice(0, 3)}…` : name);

/**
 * Checks passwords, one at a time: each takes 19 MiB and a core, and so no attempt slips past the count of those that failed. `LoginRequiredError`
 * for a name or a password that is wrong, `TooManyError` after too many of those.
 */
export function passwordGate(users: UserDirectory, clock: Clock, note: DirectoryOptions['note']) {
  const attempts = new Attempts(clock);
  const checking = new Mutex();
  let waiting = 0;

  async function check<T>(name: string, password: string, address: string, then: (role: Role) => T): Promise<T> {
    attempts.check({ name, address });
    const hash = users.hashOf(name);
    const isRight = await isPassword(password, hash);
    const role = users.roleOf(name);
    // It may have been changed meanwhile.
    if (isRight && role !== undefined && users.hashOf(name) === hash) {
      attempts.succeeded({ name, address });
      return then(role);
    }
    attempts.failed({ name, address });
    // What is no user's name may be a password, typed into the wrong field.
    const shown = hash === undefined ? shortened(name) : name;
    note({ type: 'login_failed', by: address, details: { name: shown, address } });
    throw new LoginRequiredError('the name or the password is wrong');
  }

  /** Goes on with `then`, at once, where the password is right. */
  return async <T>(name: string, password: string, address: string, then: (role: Role) => T): Promise<T> => {
    if (waiting >= WAITING) throw new TooManyError('too many people log in at once; try again in 2 s', 2);
    waiting++;
    try {
      return await checking.run(() => check(name, password, address, then));
    } finally {
      waiting--;
    }
  };
}
