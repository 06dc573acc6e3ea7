import { ParameterError } from '../../kit/errors.ts';
import { type Endpoint, endpoint } from '../endpoint.ts';
import { all, type OoiParts, ooiCalls, PREFIX, shape } from './calls.ts';
import { holderOf, keyOf } from './locks.ts';

/** Who holds instruments. */
export function lockEndpoints(parts: OoiParts): readonly Endpoint[] {
  const { locks } = parts;
  const { own, lockedBy } = ooiCalls(parts);
  return [
    endpoint({
      ...shape,
      method: 'GET',
      path: `${PREFIX}/locks`,
      summary: 'All locks',
      role: 'viewer',
      run: async (asked) => {
        const seen = all(asked);
        const held = (await locks.all()).filter(({ instrument }) => seen.includes(instrument));
        return { locks: Object.fromEntries(held.map((lock) => [lock.instrument, holderOf(lock)])) };
      },
    }),
    own('GET', '/lock', 'Who holds it', async ({ id }) => lockedBy(id)),
    own('POST', '/lock', 'Hold it', async ({ id, argument, asked: { caller } }) => {
      const key = keyOf(argument('key'));
      if (key === undefined) throw new ParameterError([{ name: 'key', message: 'must be a name for who holds it' }]);
      await locks.take(id, key, caller);
      return lockedBy(id);
    }),
    ...(
      [
        ['DELETE', '/lock'],
        ['POST', '/unlock'],
      ] as const
    ).map(([method, path]) =>
      own(method, path, 'Let it go', async ({ id, argument, asked: { caller } }) => {
        await locks.release(id, keyOf(argument('key')), caller);
        return lockedBy(id);
      }),
    ),
  ];
}
