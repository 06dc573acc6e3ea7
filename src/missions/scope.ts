import type { Caller } from '../bus/services.ts';
import { ForbiddenError } from '../kit/errors.ts';

/** A token that is for some instruments only has nothing to do with missions that speak of others. */
export function checkScope({ instruments }: Caller, named: readonly string[]): void {
  const others = instruments === undefined ? [] : named.filter((id) => !instruments.includes(id));
  if (others.length > 0) throw new ForbiddenError(`this token is not for ${others.join(', ')}`);
}
