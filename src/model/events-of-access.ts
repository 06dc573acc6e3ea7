import { z } from 'zod';
import { kind, text } from './event-kind.ts';

const lease = { reason: text, expires: text };
const role = { role: text };

/** Who comes and goes, what they may, and who holds an instrument. */
export const ACCESS_EVENTS = {
  lock_taken: kind({
    title: 'Somebody holds the instrument for themselves',
    level: 'info',
    details: z.object(lease),
    text: ({ reason, expires }) => `locked until ${expires}: ${reason}`,
  }),
  lock_taken_over: kind({
    title: 'Somebody took the instrument from another who held it',
    level: 'warning',
    details: z.object({ ...lease, from: text, was: text }),
    text: ({ from, was, reason }) => `lock taken over from ${from} (${was}): ${reason}`,
    subject: ({ from }) => from,
  }),
  lock_released: kind({
    title: 'The instrument was given back; by another than its holder where one is named',
    level: 'info',
    details: z.object({ reason: text, holder: text.optional() }),
    text: ({ reason, holder }) => `lock released${holder === undefined ? '' : ` for ${holder}`}: ${reason}`,
    subject: ({ holder }) => holder,
  }),
  lock_expired: kind({
    title: 'A lock was not renewed in time',
    level: 'info',
    details: z.object({ reason: text }),
    text: ({ reason }) => `lock expired: ${reason}`,
  }),
  login: kind({
    title: 'A user logged in',
    level: 'info',
    details: z.object({ address: text }),
    text: ({ address }) => `logged in from ${address}`,
  }),
  login_failed: kind({
    title: 'Somebody tried to log in, and could not',
    level: 'warning',
    details: z.object({ name: text, address: text }),
    text: ({ name, address }) => `login as ${name} from ${address} refused`,
    subject: ({ name }) => name,
  }),
  logout: kind({
    title: 'A user logged out',
    level: 'info',
    details: z.object({}),
    text: () => 'logged out',
  }),
  user_added: kind({
    title: 'There is a new user',
    level: 'info',
    details: z.object({ name: text, ...role }),
    text: ({ name, role }) => `user ${name} added as ${role}`,
    subject: ({ name }) => name,
  }),
  user_changed: kind({
    title: 'A user has another role or another password',
    level: 'info',
    details: z.object({ name: text, role: text.optional(), password: z.boolean() }),
    text: ({ name, role, password }) =>
      `user ${name} has ${[...(role === undefined ? [] : [`the role ${role}`]), ...(password ? ['a new password'] : [])].join(' and ')}`,
    subject: ({ name }) => name,
  }),
  user_removed: kind({
    title: 'A user is no more',
    level: 'info',
    details: z.object({ name: text }),
    text: ({ name }) => `user ${name} removed`,
    subject: ({ name }) => name,
  }),
  token_added: kind({
    title: 'There is a new token for the API',
    level: 'info',
    details: z.object({ name: text, ...role, instruments: z.array(text).optional(), expires: text.optional() }),
    text: ({ name, role, instruments, expires }) =>
      `token ${name} added as ${role}${instruments ? ` for ${instruments.join(', ')}` : ''}${expires === undefined ? '' : ` until ${expires}`}`,
    subject: ({ name }) => name,
  }),
  token_removed: kind({
    title: 'A token for the API is no more',
    level: 'info',
    details: z.object({ name: text }),
    text: ({ name }) => `token ${name} removed`,
    subject: ({ name }) => name,
  }),
} as const;
