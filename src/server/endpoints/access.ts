import { z } from 'zod';
import type { Access } from '../../access/access.ts';
import { SESSION } from '../../access/sessions.ts';
import { ForbiddenError } from '../../kit/errors.ts';
import { newToken, token, user, userName, userRequests, type WhoAmI, whoAmI } from '../../model/api/user.ts';
import { Answer, type Came, type Endpoint, endpoint } from '../endpoint.ts';

const GROUP = 'Users and tokens';
const named = z.strictObject({ name: userName });

/** A page of another site cannot send it, and no script can read it. */
const cookie = ({ cookie: name, isSecure }: Came, secret: string, seconds: number): Record<string, string> => ({
  'set-cookie': `${name}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${isSecure ? '; Secure' : ''}`,
});

const begun = (came: Came, { who, secret }: { readonly who: WhoAmI; readonly secret: string }): Answer =>
  new Answer(who, { headers: cookie(came, secret, SESSION.longest / 1000) });

/** Who is there, and what they may do. */
export const accessEndpoints = ({ users, tokens, ...access }: Access): readonly Endpoint[] => [
  endpoint({
    method: 'GET',
    path: '/session',
    group: GROUP,
    summary: 'Who asks, and what they may do',
    description: '`login` is `needed` where who asks is not known and has to log in.',
    role: 'anyone',
    reply: whoAmI,
    run: ({ who }) => who,
  }),
  endpoint({
    method: 'POST',
    path: '/session',
    group: GROUP,
    summary: 'Log in',
    description: 'The session is in a cookie. After failed attempts the next ones have to wait.',
    role: 'anyone',
    body: userRequests.login,
    reply: whoAmI,
    run: async ({ body, came }) => begun(came, await access.login(body, came.address)),
  }),
  endpoint({
    method: 'DELETE',
    path: '/session',
    group: GROUP,
    summary: 'Log out',
    role: 'anyone',
    reply: z.null(),
    status: 204,
    run({ came }) {
      if (came.session !== undefined) access.logout(came.session);
      return new Answer(null, { status: 204, headers: cookie(came, '', 0) });
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/session/password',
    group: GROUP,
    summary: 'Change the own password',
    description: 'All other sessions of the user are over.',
    role: 'viewer',
    body: userRequests.ownPassword,
    reply: whoAmI,
    async run({ body, who, came }) {
      if (who.login !== 'password') throw new ForbiddenError('only who has logged in with a password can change it');
      return begun(came, await access.changeOwnPassword(who.name, body.current, body.password, came.address));
    },
  }),
  endpoint({
    method: 'GET',
    path: '/users',
    group: GROUP,
    summary: 'The users',
    role: 'admin',
    reply: z.array(user),
    run: () => users.list(),
  }),
  endpoint({
    method: 'POST',
    path: '/users',
    group: GROUP,
    summary: 'Add a user',
    description: 'The first one must be an admin; from then on everybody has to log in.',
    role: 'admin',
    body: userRequests.add,
    reply: user,
    status: 201,
    run: ({ body: { name, role, password }, caller }) => users.add(name, role, password, caller.by),
  }),
  endpoint({
    method: 'PATCH',
    path: '/users/:name',
    group: GROUP,
    summary: "Change a user's role or password",
    description: 'The user is logged out everywhere. The last admin stays one.',
    role: 'admin',
    params: named,
    body: userRequests.change,
    reply: user,
    run: ({ params, body, caller }) => users.change(params.name, body, caller.by),
  }),
  endpoint({
    method: 'DELETE',
    path: '/users/:name',
    group: GROUP,
    summary: 'Remove a user',
    role: 'admin',
    params: named,
    reply: z.null(),
    status: 204,
    run: ({ params, caller }) => users.remove(params.name, caller.by),
  }),
  endpoint({
    method: 'GET',
    path: '/tokens',
    group: GROUP,
    summary: 'The tokens for scripts, without their secrets',
    role: 'admin',
    reply: z.array(token),
    run: () => tokens.list(),
  }),
  endpoint({
    method: 'POST',
    path: '/tokens',
    group: GROUP,
    summary: 'Make a token',
    description:
      'Its secret is told only now; it is sent as `authorization: Bearer <secret>`. It may not do more than who makes it.',
    role: 'admin',
    body: userRequests.addToken,
    reply: newToken,
    status: 201,
    run: ({ body, caller }) => tokens.add(body, caller),
  }),
  endpoint({
    method: 'DELETE',
    path: '/tokens/:id',
    group: GROUP,
    summary: 'Remove a token: it is worth nothing from now on',
    role: 'admin',
    params: z.strictObject({ id: z.string().max(100) }),
    reply: z.null(),
    status: 204,
    run: ({ params, caller }) => tokens.remove(params.id, caller.by),
  }),
];
