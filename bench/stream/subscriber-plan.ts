import type { FormName } from './forms.ts';

/** What a subscriber is to take, and from where. */
export interface SubscriberPlan {
  readonly form: FormName;
  /** Records in all. */
  readonly count: number;
  /** The device's port, or those of its port agent. */
  readonly port: number;
  readonly httpPort?: number;
  /** Where it may write. */
  readonly folder: string;
  /** The number of the first whose arrival is told. */
  readonly timesFrom?: number;
}

export type SubscriberNews =
  /** It has taken the first. */
  | { readonly type: 'ready' }
  /** It has taken all: when, and when each one came. In ms, as the device's. */
  | { readonly type: 'done'; readonly at: number; readonly times: readonly number[] };
