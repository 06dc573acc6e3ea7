import type { Exchange, Reply } from '../../definition/instrument.ts';
import { type ConnectionError, NotImplementedError } from '../../kit/errors.ts';
import type { DialogueOptions, ExchangeOptions, FoundSample } from './options.ts';

/** One exchange at a time with an instrument, in order of arrival, always cancellable. */
export class Dialogue {
  readonly #options: DialogueOptions;

  constructor(options: DialogueOptions) {
    this.#options = options;
  }

  /** When something last came, in the clock's elapsed ms; -Infinity before that. */
  get lastTraffic(): number {
    return Number.NEGATIVE_INFINITY;
  }

  /** It was silent so long, or did not answer, that it has to be woken before it listens. */
  get mayBeAsleep(): boolean {
    return this.#options.dialogue.wake !== undefined;
  }

  /** Takes live bytes as they came, with the samples that the sieve found to be complete with them. */
  received(_bytes: Uint8Array, _samples: readonly FoundSample[]): void {}

  /** Sends and returns the reply, without echo, prompt or acknowledgement, and without samples that came by themselves. */
  exchange(_exchange: Exchange, _options: ExchangeOptions): Promise<Reply> {
    return Promise.reject(new NotImplementedError('exchange'));
  }

  /** Runs exchanges with nothing in between; one whose `when` does not match the reply before it is left out. The last reply. */
  runSteps(_steps: readonly Exchange[], _options: ExchangeOptions): Promise<Reply> {
    return Promise.reject(new NotImplementedError('runSteps'));
  }

  /** Rouses it, whether or not it may be asleep; a `TimeoutError` when it does not answer. */
  wake(_signal?: AbortSignal): Promise<void> {
    return Promise.reject(new NotImplementedError('wake'));
  }

  /** The running exchange and all that wait fail with this at once. */
  lost(_error: ConnectionError): void {}

  /** As {@link lost}, for good. */
  close(): void {}
}
