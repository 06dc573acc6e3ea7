import type { Dialogue as DialogueInfo } from '../../definition/instrument.ts';
import { toBytes, toText } from '../../kit/bytes.ts';
import { FakeClock } from '../../kit/fake-clock.ts';
import type { Exchange as ExchangeRecord } from '../../model/driver-event.ts';
import { Dialogue } from './dialogue.ts';
import type { DialogueOptions, FoundSample } from './options.ts';

/** A dialogue with an instrument that answers as a test says, on a clock that stands still. */
export interface Scene {
  readonly dialogue: Dialogue;
  readonly clock: FakeClock;
  /** All that was sent, piece by piece; a break as `<250 ms>`. */
  readonly sent: string[];
  readonly records: ExchangeRecord[];
  /** What comes from the instrument: cut into pieces of `size`, with the lines that begin with # as samples of `ctd`. */
  comes(text: string, size?: number): void;
  /** Resolves when so many pieces were sent. */
  sending(count: number): Promise<void>;
}

export const PROMPT_DIALOGUE: DialogueInfo = {
  newline: '\r\n',
  prompt: /S>\s*$/,
  rejected: /\?cmd S>\s*$/,
  timeout: '5 s',
};

/** `answer` says what comes back for each piece that is sent. */
export function scene(
  dialogue: Partial<DialogueInfo> = {},
  answer: (piece: string) => string | undefined = () => undefined,
  options: Partial<DialogueOptions> = {},
): Scene {
  const clock = new FakeClock();
  const sent: string[] = [];
  const records: ExchangeRecord[] = [];
  let line = '';
  let waiting: { readonly count: number; readonly done: () => void }[] = [];

  function samplesIn(piece: string): FoundSample[] {
    const lines = (line + piece).split('\n');
    line = lines.pop() ?? '';
    return lines.flatMap((text) => {
      const sample = /#.*/.exec(text)?.[0].trimEnd();
      return sample === undefined ? [] : [{ stream: 'ctd', bytes: toBytes(sample) }];
    });
  }
  function comes(text: string, size = text.length): void {
    for (let at = 0; at < text.length; at += size) {
      const piece = text.slice(at, at + size);
      talking.received(toBytes(piece), samplesIn(piece));
    }
  }
  function note(piece: string): void {
    sent.push(piece);
    waiting = waiting.filter(({ count, done }) => sent.length < count || done());
  }
  const talking = new Dialogue({
    dialogue: { ...PROMPT_DIALOGUE, ...dialogue },
    clock,
    streaming: ['ctd'],
    send: async (bytes) => {
      note(toText(bytes));
      const reply = answer(toText(bytes));
      if (reply !== undefined) comes(reply);
    },
    sendBreak: async (milliseconds) => note(`<${milliseconds} ms>`),
    onExchange: (record) => records.push(record),
    ...options,
  });
  return {
    dialogue: talking,
    clock,
    sent,
    records,
    comes,
    sending: (count) =>
      sent.length >= count ? Promise.resolve() : new Promise((done) => waiting.push({ count, done })),
  };
}
