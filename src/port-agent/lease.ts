import { randomUUID } from 'node:crypto';
import { type Nanos, toIso } from '../kit/time.ts';

/** Who alone may write to the device, and since when. */
export interface Holder {
  readonly owner: string;
  readonly since: Nanos;
  /** Known to the holder only: what is done in its name shows it. */
  readonly token: string;
}

/** The writer's lease: at most one holds it at a time, and while it is held nobody else may write. */
export interface Lease {
  readonly holder: Holder | undefined;
  /** Undefined when somebody holds it. */
  take(owner: string, now: Nanos): Holder | undefined;
  /** Does nothing unless this very holder has it. */
  release(holder: Holder): void;
  /** Why whoever shows this token, or none, may not write now; undefined when it may. */
  refusal(token?: string): string | undefined;
}

const describeHolder = ({ owner, since }: Holder): string => `${owner} holds the writer's lease since ${toIso(since)}`;

export function writerLease(): Lease {
  let holder: Holder | undefined;
  return {
    get holder() {
      return holder;
    },
    take(owner, now) {
      if (holder !== undefined) return undefined;
      holder = { owner, since: now, token: randomUUID() };
      return holder;
    },
    release(leaver) {
      if (holder === leaver) holder = undefined;
    },
    refusal: (token) => (holder === undefined || holder.token === token ? undefined : describeHolder(holder)),
  };
}
