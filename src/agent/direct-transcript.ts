import { escapeBytes } from '../kit/bytes.ts';
import type { Clock } from '../kit/clock.ts';
import type { EventDraft } from '../model/event-draft.ts';

/** So much is one record, in characters, where no line ends. */
const LONGEST = 1000;

interface Line {
  readonly begun: number;
  readonly by: string | undefined;
  sent: string;
  received: string;
}

/** What is typed into a raw terminal comes by the key: a record is a line that was sent, and what came until the next one. */
export class DirectTranscript {
  readonly #clock: Clock;
  readonly #tell: (draft: EventDraft) => void;
  #line: Line | undefined;

  constructor(clock: Clock, tell: (draft: EventDraft) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  /** In escaped form, as exchanges have it. */
  sent(text: string, by: string | undefined): void {
    if (/\\[rn]$/.test(this.#line?.sent ?? '') || this.#line?.by !== by) this.end();
    const line = this.#begun(by);
    line.sent += text;
    if (line.sent.length > LONGEST) this.end();
  }

  received(bytes: Uint8Array): void {
    const line = this.#begun('instrument');
    line.received += escapeBytes(bytes, LONGEST);
    if (line.received.length > LONGEST) this.end();
  }

  end(): void {
    const line = this.#line;
    if (line === undefined) return;
    this.#line = undefined;
    const { by, begun, sent, received } = line;
    const milliseconds = this.#clock.elapsed() - begun;
    const details = { command: 'direct_access', sent, received, ended: 'nothing awaited', milliseconds };
    this.#tell({ type: 'exchange', by, details });
  }

  #begun(by: string | undefined): Line {
    this.#line ??= { begun: this.#clock.elapsed(), by, sent: '', received: '' };
    return this.#line;
  }
}
