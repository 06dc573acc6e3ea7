import type { DatabaseSync } from 'node:sqlite';
import type { Bus } from '../bus/bus.ts';
import type { Caller } from '../bus/services.ts';
import type { Clock } from '../kit/clock.ts';
import { LoginRequiredError } from '../kit/errors.ts';
import { Listeners } from '../kit/listeners.ts';
import type { Logger } from '../kit/logger.ts';
import { toWholeMillis } from '../kit/time.ts';
import { userAtHost } from '../kit/who-runs.ts';
import type { Role } from '../model/api/roles.ts';
import type { WhoAmI } from '../model/api/user.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { keeping } from '../store/keeping.ts';
import { accessJournal } from './journal.ts';
import { passwordGate } from './password-gate.ts';
import { newSecret } from './secrets.ts';
import { sessionTable } from './sessions.ts';
import { keyOfToken, tokenDirectory } from './tokens.ts';
import { keyOfUser, LOCAL, userDirectory } from './users.ts';

export interface AccessOptions {
  readonly database: DatabaseSync;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Others than those at this machine reach the server. */
  readonly isOpen: boolean;
}

/** What a request has to show of who asks. */
export interface Credentials {
  /** The secret of its session cookie. */
  readonly session?: string | undefined;
  /** A token's secret. */
  readonly bearer?: string | undefined;
  /** Who it says to be, where it came through the user's private socket: only they reach that. */
  readonly asker?: string | undefined;
  readonly isLoopback: boolean;
}

/** Who asks: as they are told, and as services know them. */
export interface Identity {
  readonly who: WhoAmI;
  readonly caller: Caller;
}

export interface Login {
  readonly who: WhoAmI;
  /** For the session's cookie. */
  readonly secret: string;
}

const identity = (who: WhoAmI, user: string, instruments?: readonly string[]): Identity => ({
  who,
  caller: { by: who.name, user, role: who.role, ...(instruments && { instruments }) },
});

const stranger = identity({ name: '', role: 'viewer', login: 'needed' }, '', []);

export type Access = Awaited<ReturnType<typeof openAccess>>;

/**
 * Users, tokens and sessions, for the server. As long as there is no user, whoever is at this machine may do everything; where others reach the
 * server, an admin is made at once: `first` has the password, which nothing else ever tells.
 */
export async function openAccess({ database, bus, clock, logger, isOpen }: AccessOptions) {
  const revocations = new Listeners<string>();
  const note = (draft: EventDraft, revoked?: string): void => {
    bus.publish('note', { draft });
    if (revoked !== undefined) revocations.emit(revoked);
  };
  const sessions = sessionTable(database, logger);
  const users = userDirectory({ database, clock, note }, sessions);
  const tokens = tokenDirectory({ database, clock, note, logger });
  const journal = accessJournal(database, clock);
  const checked = passwordGate(users, clock, note);
  const now = (): number => toWholeMillis(clock.now());
  const attempt = keeping(logger, 'what `sonde user` has changed is told later');
  const tellOthers = (): void =>
    attempt(() => {
      for (const { draft, revoked } of journal.take()) note(draft, revoked);
    });

  const begin = (name: string, role: Role): Login => ({
    who: { name, role, login: 'password' },
    secret: sessions.begin(name, now()),
  });

  const first = isOpen && users.isEmpty() ? { name: 'admin', password: newSecret().slice(0, 20) } : undefined;
  if (first) await users.add(first.name, 'admin', first.password, 'startup');
  tellOthers();

  return {
    users,
    tokens,
    /** The admin that was made just now. */
    first,
    /** Somebody may do something no longer: their `Caller.user`. What they do now may have to end. */
    onRevoked: (listener: (user: string) => void): (() => void) => revocations.add(listener),

    /** Who asks; a `LoginRequiredError` for a token that is wrong. Who is not known is told so: `login: 'needed'`. */
    identify({ session, bearer, asker, isLoopback }: Credentials): Identity {
      tellOthers();
      if (bearer !== undefined) {
        const token = tokens.find(bearer);
        if (token === undefined) throw new LoginRequiredError('there is no such token, or it is not valid any more');
        const { id, name, role, instruments } = token;
        return identity({ name: `token ${name}`, role, login: 'token' }, keyOfToken(id), instruments);
      }
      if (asker !== undefined) return identity({ name: asker, role: 'admin', login: 'none' }, LOCAL);
      const user = session === undefined ? undefined : sessions.find(session, now());
      if (user !== undefined) return identity({ ...user, login: 'password' }, keyOfUser(user.name));
      if (!isOpen && isLoopback && users.isEmpty()) {
        return identity({ name: userAtHost(), role: 'admin', login: 'none' }, LOCAL);
      }
      return stranger;
    },

    /** `LoginRequiredError` for a name or a password that is wrong, `TooManyError` after too many of those. */
    login: (
      { name, password }: { readonly name: string; readonly password: string },
      address: string,
    ): Promise<Login> =>
      checked(name, password, address, (role) => {
        users.loggedIn(name);
        note({ type: 'login', by: name, details: { address } });
        return begin(name, role);
      }),

    logout(session: string): void {
      const user = sessions.find(session, now());
      if (user === undefined) return;
      sessions.end(session);
      note({ type: 'logout', by: user.name, details: {} }, keyOfUser(user.name));
    },

    /** Whoever is logged in, for themselves; they are logged out everywhere else. */
    async changeOwnPassword(name: string, before: string, after: string, address: string): Promise<Login> {
      const role = await checked(name, before, address, (own) => own);
      await users.change(name, { password: after }, name);
      return begin(name, role);
    },
  };
}
