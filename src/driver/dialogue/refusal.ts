import { ProtocolError } from '../../kit/errors.ts';

/** The instrument did not accept what was sent. */
export class RefusalError extends ProtocolError {
  /** Of several lines sent at once those that it refused, from 0; none where it is not known which. */
  readonly lines: readonly number[];

  constructor(sent: string, reply: string, lines: readonly number[] = []) {
    super('the instrument refused', sent, reply);
    this.lines = lines;
  }
}
