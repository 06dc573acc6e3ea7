import { toText } from '../../kit/bytes.ts';
import type { Sample } from '../../model/sample.ts';
import type { Session } from './session.ts';
import { stateThatStreams } from './streaming.ts';

/** A line that has not ended after so many characters is none. */
const LONGEST_LINE = 1_024;

/** Notices from what comes unasked that the instrument has gone over into another state by itself. */
export class Noticing {
  readonly #session: Session;
  readonly #noticed: (state: string) => void;
  readonly #lines: readonly (readonly [line: RegExp, state: string])[];
  /** Lines that have not ended, by link. */
  readonly #begun = new Map<string, string>();

  constructor(session: Session, noticed: (state: string) => void) {
    this.#session = session;
    this.#noticed = noticed;
    this.#lines = Object.entries(session.definition.states).flatMap(([state, { noticed: line }]) =>
      line === undefined ? [] : [[line, state] as const],
    );
  }

  /** Samples that came together: when one of a stream was not asked for, the others say no more. */
  samples(samples: readonly Sample[], current: string): void {
    const { definition, unasked } = this.#session;
    let told: string | undefined;
    for (const sample of samples) {
      const { stream } = sample;
      if (stream === told || !unasked.seen(sample)) continue;
      told = stream;
      if (definition.states[current]?.streaming?.includes(stream)) continue;
      const state = stateThatStreams(definition, stream);
      if (state !== undefined) this.#noticed(state);
    }
  }

  bytes(bytes: Uint8Array, link: string): void {
    if (this.#lines.length === 0) return;
    // A reply may end with a prompt, which is no beginning of a line.
    if (!this.#session.unasked.isNews) {
      this.#begun.delete(link);
      return;
    }
    const whole = ((this.#begun.get(link) ?? '') + toText(bytes)).split(/[\r\n]+/);
    this.#begun.set(link, (whole.pop() ?? '').slice(-LONGEST_LINE));
    for (const line of whole) {
      const [, state] = this.#lines.find(([pattern]) => pattern.test(line)) ?? [];
      if (state === undefined) continue;
      this.#session.unasked.forget();
      this.#noticed(state);
    }
  }
}
