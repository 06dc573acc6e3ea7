import type { Clock, Timer } from '../kit/clock.ts';

/** The state of the device as clients of the data and command ports are told it: the words of the original port agent. */
export type DeviceState = 'CONNECTED' | 'DISCONNECTED';

/** The state of the device with short outages forgiven. */
export interface ForgivenState {
  readonly now: DeviceState;
  up(): void;
  down(): void;
  stop(): void;
}

/** Calls `onChange` with `CONNECTED` at once, with `DISCONNECTED` only when the link has been down for `ms`. Begins disconnected. */
export function forgivenState(clock: Clock, ms: number, onChange: (state: DeviceState) => void): ForgivenState {
  let now: DeviceState = 'DISCONNECTED';
  let patience: Timer | undefined;
  const stop = (): void => patience?.cancel();
  const become = (state: DeviceState): void => {
    if (now === state) return;
    now = state;
    onChange(state);
  };
  return {
    get now() {
      return now;
    },
    up() {
      stop();
      become('CONNECTED');
    },
    down() {
      stop();
      patience = clock.after(ms, () => become('DISCONNECTED'));
    },
    stop,
  };
}
