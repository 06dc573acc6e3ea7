import type { Clock } from '../kit/clock.ts';
import { toIso } from '../kit/time.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { Sample } from '../model/sample.ts';
import type { DriverState } from '../model/states.ts';
import type { StreamStatus } from '../model/status.ts';

/** What is known of an instrument from its driver's events alone. */
export class InstrumentView {
  readonly #clock: Clock;
  readonly #streams = new Map<string, { samples: number; last: Sample }>();
  state: DriverState = 'unconfigured';
  stateSince: string;
  problem: string | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.stateSince = toIso(clock.now());
  }

  hear(event: DriverAsyncEvent): void {
    if (event.type === 'state_change') {
      this.state = event.state;
      this.stateSince = toIso(this.#clock.now());
    } else if (event.type === 'sample') {
      for (const sample of event.samples) {
        const stream = this.#streams.get(sample.stream);
        this.#streams.set(sample.stream, { samples: (stream?.samples ?? 0) + 1, last: sample });
      }
    } else if (event.type === 'error') {
      this.problem = `${event.during}: ${event.error.message}`;
    }
  }

  streams(): Record<string, StreamStatus> {
    return Object.fromEntries(
      [...this.#streams].map(([name, { samples, last }]) => [
        name,
        { samples, lastTime: toIso(last.time), last: last.values },
      ]),
    );
  }
}
