import { DECODING } from '../driver/guard.ts';
import { PORT_AGENT_LOST } from '../driver/single-connection-driver.ts';
import type { Clock } from '../kit/clock.ts';
import type { DriverAsyncEvent } from '../model/driver-event.ts';
import type { Checkpoint } from '../store/checkpoint.ts';
import type { EventSink } from '../store/events/event-sink.ts';
import { DirectTranscript } from './direct-transcript.ts';
import { draftsOf, failureOf } from './event-drafts.ts';

export interface EventRecorderOptions {
  readonly events: EventSink;
  readonly clock: Clock;
  /** What the port agent says of itself is told of the instrument that it belongs to. */
  readonly ownsPortAgent: boolean;
}

type ExchangeEvent = Extract<DriverAsyncEvent, { readonly type: 'exchange' }>;

const isTyped = (event: DriverAsyncEvent): event is ExchangeEvent =>
  event.type === 'exchange' && event.exchange.command === 'direct_access';

/** Tells what happens to one instrument to where that is kept. */
export class EventRecorder {
  readonly #options: EventRecorderOptions;
  readonly #transcript: DirectTranscript;
  #directSince: number | undefined;
  #isSinkFailing = false;

  constructor(options: EventRecorderOptions) {
    this.#options = options;
    this.#transcript = new DirectTranscript(options.clock, (draft) => options.events.record(draft));
  }

  hear(event: DriverAsyncEvent): void {
    const { events } = this.#options;
    if (event.type === 'sample' || this.#isToldElsewhere(event)) return;
    if (event.type === 'direct_access') this.#transcript.received(event.bytes);
    else if (isTyped(event)) this.#transcript.sent(event.exchange.sent, event.by);
    else for (const draft of draftsOf(event)) events.record(draft);
    if (event.type === 'state_change') this.#follow(event.state, event.by);
  }

  /** Samples cannot be written. Told once, until they are. */
  sinkFailed(error: Error): void {
    if (this.#isSinkFailing) return;
    this.#isSinkFailing = true;
    this.#options.events.record({ type: 'sink_failing', details: { error: failureOf(error) } });
  }

  /** The same checkpoint; once it can be written again, so can samples. */
  watched(checkpoint: Checkpoint): Checkpoint {
    return {
      read: () => checkpoint.read(),
      write: async (place) => {
        await checkpoint.write(place);
        if (this.#isSinkFailing) this.#options.events.record({ type: 'sink_working', details: {} });
        this.#isSinkFailing = false;
      },
    };
  }

  #isToldElsewhere(event: DriverAsyncEvent): boolean {
    switch (event.type) {
      case 'port_agent':
        return !this.#options.ownsPortAgent;
      // The agent tells that it is not attached any more, and why; and what is wrong with a definition.
      case 'error':
        return event.during === PORT_AGENT_LOST || event.during === DECODING;
      // Nobody had asked for it.
      case 'command':
        return event.command === 'discover' && event.by === undefined;
      default:
        return false;
    }
  }

  #follow(state: string, by: string | undefined): void {
    const { events, clock } = this.#options;
    if (state === 'direct_access') {
      this.#directSince = clock.elapsed();
      events.record({ type: 'direct_access_begun', by, details: {} });
    } else if (this.#directSince !== undefined) {
      this.#transcript.end();
      const milliseconds = clock.elapsed() - this.#directSince;
      this.#directSince = undefined;
      events.record({ type: 'direct_access_ended', by, details: { milliseconds } });
    }
  }
}
