import { SondeError } from '../kit/errors.ts';

/** An event that its machine did not see through, whatever the state: look at the state before trying again. */
export class EventError extends SondeError {
  readonly code = 'state';
  readonly event: string;
  constructor(event: string, message: string, options?: ErrorOptions) {
    super(`'${event}' ${message}`, options);
    this.event = event;
  }
}
