import type { Instrument, Wake } from '../../definition/instrument.ts';
import type { ReplyEnd } from '../../definition/reply.ts';
import { type Send, toSteps } from '../../definition/send.ts';
import { escapeBytes, toBytes } from '../../kit/bytes.ts';

interface Fact {
  readonly name: string;
  readonly text: string;
}

/** What goes over the line, in words: `ds\r\n`, `(break of 1 s)`, `(pause of 200 ms)`. */
export const sentText = (send: Send, newline: string): string =>
  toSteps(send, newline)
    .map((step) =>
      step instanceof Uint8Array
        ? escapeBytes(step, 200)
        : 'pause' in step
          ? `(pause of ${step.pause})`
          : `(break of ${step.lineBreak})`,
    )
    .join('');

/** What ends a reply, in words. */
function endText(end: ReplyEnd): string {
  switch (end.kind) {
    case 'prompt':
      return 'the prompt';
    case 'pattern':
      return `what matches ${end.pattern}`;
    case 'bytes':
      return `the bytes ${escapeBytes(end.bytes)}${end.after > 0 ? `, behind at least ${end.after} others` : ''}`;
    case 'sample':
      return `a sample of ${end.stream}`;
    case 'silence':
      return `nothing more for ${end.milliseconds} ms`;
    case 'nothing':
      return 'it does not answer';
  }
}

const wakeText = ({ send, answer, tries = 5, wait }: Wake, newline: string): string =>
  [
    `${sentText(send, newline)} is sent up to ${tries} times`,
    ...(answer === undefined ? [] : [`until it answers ${answer}`]),
    ...(wait === undefined ? [] : [`each time waiting ${wait}`]),
  ].join(', ');

const ECHO = { none: 'none', remove: 'what is typed comes back', verify: 'what is typed comes back, and is compared' };

/** How an instrument is spoken to, in words. */
export function dialogueFacts({
  dialogue,
  discover,
  rides,
}: Pick<Instrument, 'dialogue' | 'discover' | 'rides'>): Fact[] {
  const { newline, prompt, until, rejected, wake, sleepsAfter, woken, echo, pace, timeout } = dialogue;
  const asks = [discover.ask ?? []].flat();
  const told: readonly (readonly [name: string, text: string | undefined])[] = [
    ['lines end with', escapeBytes(toBytes(newline))],
    ['prompt', prompt && String(prompt)],
    ['replies end with', until && endText(until)],
    ['says no with', rejected && String(rejected)],
    ['is woken', wake && wakeText(wake, newline)],
    ['sleeps after', sleepsAfter],
    ['when it was asleep answers', woken && String(woken)],
    ['echo', echo && ECHO[echo]],
    ['between two characters', pace === 'echo' ? 'its echo is waited for' : pace],
    ['answers within', timeout],
    ['is listened to first for', discover.listen],
    ['shows its state by', asks.length > 0 ? asks.join(', ') : undefined],
    ['is found behind', rides?.on.join(', ')],
  ];
  return told.flatMap(([name, text]) => (text === undefined ? [] : [{ name, text }]));
}
