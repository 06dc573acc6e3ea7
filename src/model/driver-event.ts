import type { Nanos } from '../kit/time.ts';
import type { ParameterState } from './metadata.ts';
import type { Sample, Value, Values } from './sample.ts';
import type { DriverState } from './states.ts';

/** One exchange with the instrument: what was sent, what came back, how it ended, how long it took. */
export interface Exchange {
  readonly command: string;
  /** Where the instrument has several. */
  readonly link?: string;
  readonly sent: string;
  readonly received: string;
  readonly ended:
    | 'prompt'
    | 'pattern'
    | 'frame'
    | 'acknowledged'
    | 'bytes'
    | 'silence'
    | 'nothing awaited'
    | 'rejected'
    | 'timeout'
    | 'aborted'
    | 'lost';
  readonly milliseconds: number;
}

/** A place in an instrument's log: the day's file and the offset in it. */
export interface LogPosition {
  readonly day: string;
  readonly offset: number;
}

/** Where to go on in an instrument's log; where it has several links, in the log of each. */
export type ResumePoint = LogPosition | Readonly<Record<string, LogPosition>>;

/** Last values by stream, as far as later records need them: to join them, or to be given out only when they changed. */
export type Remembered = Readonly<Record<string, Values>>;

/** How a call that had something done ended. */
export interface CommandReport {
  readonly command: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly outcome: 'done' | 'failed' | 'aborted';
  readonly milliseconds: number;
  /** Of one that is not done. */
  readonly error?: Error;
}

/** What a driver tells without being asked, and on whose behalf it was being done, where that is known. */
export type DriverAsyncEvent = DriverNews & { readonly by?: string };

type DriverNews =
  | { readonly type: 'state_change'; readonly state: DriverState; readonly previous: DriverState | undefined }
  | {
      readonly type: 'config_change';
      readonly changes: Readonly<Record<string, { readonly from: Value; readonly to: Value }>>;
      readonly parameters: Readonly<Record<string, ParameterState>>;
    }
  | {
      readonly type: 'sample';
      readonly samples: readonly Sample[];
      /** Those of before whose flags were provisional and now are not; a driver itself gives none flags. */
      readonly settled?: readonly Sample[];
      /** All before it is decided: whoever has kept these samples may go on from here. Absent when the log is not known. */
      readonly resume?: ResumePoint;
      /** Whoever goes on from there must hand this on; absent when it is nothing. */
      readonly remembered?: Remembered;
    }
  | { readonly type: 'error'; readonly error: Error; readonly during: string }
  | { readonly type: 'result'; readonly command: string; readonly result: unknown }
  | ({ readonly type: 'command' } & CommandReport)
  | {
      readonly type: 'progress';
      readonly command: string;
      readonly done?: number;
      readonly of?: number;
      readonly text: string;
    }
  /** How far the instrument's clock was ahead of ours when its reply showed it, in ms. */
  | { readonly type: 'clock_drift'; readonly milliseconds: number }
  /** What the driver does by itself: begun and over, waiting for a state in which it can be done, or left out because it still goes on. */
  | {
      readonly type: 'job';
      readonly job: string;
      readonly status: 'started' | 'done' | 'failed' | 'waiting' | 'left out';
      readonly reason?: string;
    }
  | { readonly type: 'exchange'; readonly exchange: Exchange }
  | { readonly type: 'direct_access'; readonly bytes: Uint8Array }
  /** What the port agent says of itself: now, or in the part of its log that is being caught up with. */
  | {
      readonly type: 'port_agent';
      readonly kind: 'status' | 'fault';
      readonly text: string;
      readonly time: Nanos;
      /** It comes from a part of the log that is being caught up with, and may have been told before. */
      readonly again: boolean;
      readonly link?: string;
      /** Absent for a port agent that does not say. */
      readonly position?: LogPosition;
    };

export type EventListener = (event: DriverAsyncEvent) => void;
