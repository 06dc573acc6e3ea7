import { z } from 'zod';
import type { Bus } from '../../bus/bus.ts';
import { findInstrument } from '../../bus/find-instrument.ts';
import type { Caller, LockService } from '../../bus/services.ts';
import { NotImplementedError } from '../../kit/errors.ts';
import { name } from '../../model/api/common.ts';
import { heldLock, lock, lockRequest } from '../../model/api/lock.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';

const GROUP = 'Locks';
const params = z.strictObject({ id: name });

function locksOf(bus: Bus): LockService {
  const locks = bus.find('locks', '');
  if (locks === undefined) throw new NotImplementedError('nobody keeps locks here');
  return locks;
}

const isSeen = ({ instruments }: Caller, instrument: string): boolean => instruments?.includes(instrument) !== false;

/** Who holds which instrument. */
export const LOCK_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'GET',
    path: '/locks',
    group: GROUP,
    summary: 'The instruments that are locked',
    role: 'viewer',
    reply: z.array(lock),
    run: async ({ bus, caller }) => (await locksOf(bus).list()).filter(({ instrument }) => isSeen(caller, instrument)),
  }),
  endpoint({
    method: 'GET',
    path: '/instruments/:id/lock',
    group: GROUP,
    summary: 'Who holds the instrument, if anybody does',
    role: 'viewer',
    params,
    reply: z.object({ instrument: name, lock: lock.nullable() }),
    run({ bus, params: { id } }) {
      findInstrument(bus, id);
      return { instrument: id, lock: locksOf(bus).of(id) ?? null };
    },
  }),
  endpoint({
    method: 'PUT',
    path: '/instruments/:id/lock',
    group: GROUP,
    summary: 'Take it, renew it, or take it over',
    description:
      'Whoever has it is told a key. Only requests with that key in the header `x-sonde-lock` use the instrument until it is given back or over. With the key it is renewed. It is taken over only with `take_over: true`, by a higher role, an admin, or the same user; the key of before is worth nothing then.',
    role: 'operator',
    params,
    body: lockRequest,
    reply: heldLock,
    run: ({ bus, params: { id }, body, caller }) => locksOf(bus).take(id, body, caller),
  }),
  endpoint({
    method: 'DELETE',
    path: '/instruments/:id/lock',
    group: GROUP,
    summary: 'Give it back',
    description: 'With its key; without it whoever might take it over may end it too.',
    role: 'operator',
    params,
    reply: z.null(),
    status: 204,
    run: ({ bus, params: { id }, caller }) => locksOf(bus).release(id, caller),
  }),
];
