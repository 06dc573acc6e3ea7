/** Bytes that clients sent and that did not go to the device: counted, and noted in the log once for each client and reason in a row. */
export interface Refusals {
  readonly bytes: number;
  /** Returns what the client is told. */
  add(who: string, bytes: number, reason: string): string;
}

/** Notes through `note`. */
export function refusalCount(note: (fault: string) => void): Refusals {
  let total = 0;
  let last: string | undefined;
  return {
    get bytes() {
      return total;
    },
    add(who, bytes, reason) {
      total += bytes;
      const fault = `${who}: ${bytes} bytes were not sent to the instrument: ${reason}`;
      if (last !== `${who}: ${reason}`) note(fault);
      last = `${who}: ${reason}`;
      return fault;
    },
  };
}
