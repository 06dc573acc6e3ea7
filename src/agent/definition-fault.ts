import type { Guard } from '../driver/guard.ts';
import { asError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import type { EventDraft } from '../model/event-draft.ts';
import { failureOf, located } from './event-drafts.ts';

export interface DefinitionFaultOptions {
  readonly instrument: string;
  readonly kind: string;
  readonly logger: Logger;
  readonly guard: Guard;
  readonly record: (draft: EventDraft) => void;
  /** The attachment is given up. */
  readonly onFault: (error: Error) => void;
}

/**
 * What is wrong with an instrument's definition, until it is tried again: from the last place in the log that is safe, so that no sample
 * is lost by it.
 */
export class DefinitionFault {
  readonly #options: DefinitionFaultOptions;
  error: Error | undefined;

  constructor(options: DefinitionFaultOptions) {
    this.#options = options;
  }

  /** Nothing where it fails, or has. */
  within<T>(during: string, work: () => T): T | undefined {
    if (this.error !== undefined) return undefined;
    try {
      return this.#options.guard(during, work);
    } catch (thrown) {
      this.found(asError(thrown), during);
      return undefined;
    }
  }

  found(error: Error, during: string): void {
    const { instrument, kind, logger, record, onFault } = this.#options;
    this.error = error;
    record({ type: 'definition_failed', details: { kind, during, error: failureOf(located(error)) } });
    logger.error({ instrument, kind, error: error.message }, `the definition failed ${during}`);
    onFault(error);
  }
}
