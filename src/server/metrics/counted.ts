import type { Bus } from '../../bus/bus.ts';
import type { MetricValue } from '../../kit/prometheus.ts';
import { isOver } from '../../model/api/job.ts';

/** Numbers by their labels. */
class Counts {
  readonly #counts = new Map<string, { readonly labels: Readonly<Record<string, string>>; value: number }>();

  add(labels: Readonly<Record<string, string>>, by = 1): void {
    const key = JSON.stringify(labels);
    const count = this.#counts.get(key) ?? { labels, value: 0 };
    count.value += by;
    this.#counts.set(key, count);
  }

  get values(): readonly MetricValue[] {
    return [...this.#counts.values()];
  }
}

/** What nobody remembers, counted as the bus tells it: events, jobs, and how often an instrument was reached. */
export class Counted implements Disposable {
  readonly events = new Counts();
  readonly jobs = new Counts();
  readonly connections = new Counts();
  readonly #leave: readonly (() => void)[];

  constructor(bus: Bus) {
    this.#leave = [
      bus.subscribe('event', ({ instrument, type, level, count = 1, details }) => {
        this.events.add({ instrument, type, level }, count);
        const { state, previous } = details;
        if (type === 'state_changed' && (previous === 'instrument_disconnected' || previous === 'disconnected'))
          if (state !== 'instrument_disconnected' && state !== 'disconnected') this.connections.add({ instrument });
      }),
      bus.subscribe('job', (job) => {
        if (isOver(job)) this.jobs.add({ instrument: job.instrument, state: job.state });
      }),
    ];
  }

  [Symbol.dispose](): void {
    for (const leave of this.#leave) leave();
  }
}
