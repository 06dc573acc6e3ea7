import type { Clock } from '../kit/clock.ts';

export interface BacklogOptions {
  readonly clock: Clock;
  /** From how many bytes on whoever adds to it is to wait. */
  readonly limit: number;
  /** For how long at most, in ms. */
  readonly patience: number;
}

/** What is on its way to the disk. It says when whoever brings more should wait, so that a fast sender is no faster than the disk. */
export interface Backlog {
  add(bytes: number): void;
  remove(bytes: number): void;
  /** Settles when there is room again, or patience is at its end; undefined when there is no need to wait. */
  room(): Promise<void> | undefined;
}

/** A disk that hangs must not stop the device for ever: when patience has ended once, nobody waits until the disk has caught up. */
export function makeBacklog({ clock, limit, patience }: BacklogOptions): Backlog {
  let size = 0;
  let hangs = false;
  let waiting: { readonly room: Promise<void>; readonly end: () => void } | undefined;

  function wait(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = clock.after(patience, () => {
      hangs = true;
      end();
    });
    const end = (): void => {
      timer.cancel();
      waiting = undefined;
      resolve();
    };
    waiting = { room: promise, end };
    return promise;
  }

  return {
    add(bytes) {
      size += bytes;
    },
    remove(bytes) {
      size -= bytes;
      if (size > limit / 2) return;
      hangs = false;
      waiting?.end();
    },
    room: () => (size <= limit || hangs ? undefined : (waiting?.room ?? wait())),
  };
}
