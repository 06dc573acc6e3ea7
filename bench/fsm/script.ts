/** What both machines are sent, again and again: a day of an instrument in short. */
export const STATES = ['unknown', 'command', 'autosample', 'direct_access'] as const;
export const EVENTS = ['discover', 'start', 'sample', 'stop', 'set', 'start_direct', 'stop_direct'] as const;
export type State = (typeof STATES)[number];
export type EventName = (typeof EVENTS)[number];

/** Five transitions, five that stay and count what they carry, two that a state takes note of and does nothing about. */
export const SCRIPT: readonly EventName[] = [
  'set',
  'set',
  'start',
  'sample',
  'sample',
  'set',
  'sample',
  'stop',
  'sample',
  'start_direct',
  'stop_direct',
  'discover',
];

/** What a machine's handlers did. */
export interface Account {
  entered: number;
  left: number;
  /** Of the payloads that came with `sample` and `set`. */
  sum: number;
}

export const newAccount = (): Account => ({ entered: 0, left: 0, sum: 0 });

/** @throws Error where a machine did something else than the script makes it do `times`, starting in `command`. */
export function checkAccount(account: Account, times: number): void {
  const expected: Account = { entered: 5 * times + 1, left: 5 * times, sum: 5 * times };
  for (const name of ['entered', 'left', 'sum'] as const)
    if (account[name] !== expected[name]) throw new Error(`${name}: ${account[name]}, not ${expected[name]}`);
}
