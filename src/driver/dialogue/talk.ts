import { type Dialogue as DialogueInfo, type Exchange, promptOf, type Reply } from '../../definition/instrument.ts';
import { silence, prompt as untilPrompt } from '../../definition/reply.ts';
import { bytesOf, type SendStep, toSteps } from '../../definition/send.ts';
import { concatBytes, escapeBytes, toText } from '../../kit/bytes.ts';
import { type Duration, milliseconds } from '../../kit/duration.ts';
import type { Exchange as ExchangeRecord } from '../../model/driver-event.ts';
import { type Guard, trusting } from '../guard.ts';
import { describeEnd, ENDED, type Ending, endingOf, promptEnding } from './ending.ts';
import { QUIET } from './hearing.ts';
import type { ListeningOptions } from './listening.ts';
import type { ExchangeOptions } from './options.ts';

/** All that is said and awaited in one exchange, in the form that it is run. */
export interface Talk {
  readonly command: string;
  readonly steps: readonly SendStep[];
  readonly sent: Uint8Array;
  /** What is sent, for people. */
  readonly text: string;
  readonly ending: Ending;
  readonly ended: ExchangeRecord['ended'];
  /** What is awaited, for people. */
  readonly awaited: string;
  readonly silence: number | undefined;
  readonly refusal: ListeningOptions['refusal'];
  readonly wakeable: boolean;
  readonly lines: number;
  readonly foreign: (stream: string) => boolean;
  readonly pace: Duration | 'echo' | undefined;
  /** In ms. */
  readonly timeout: number;
  /** Without waiting for what a given-up exchange may still bring. */
  readonly urgent: boolean;
  /** Its echo is looked for; what only rouses or breaks off is answered in any way. */
  readonly echo: boolean;
  readonly onLines: ((text: string) => void) | undefined;
}

/** How long a reply is awaited where the definition says nothing. */
export const DEFAULT_TIMEOUT: Duration = '10 s';
const DEFAULT_WAKE = { tries: 5, wait: '1 s' } as const;

const said = (steps: readonly SendStep[]) => {
  const sent = concatBytes(bytesOf(steps));
  const all = escapeBytes(sent, 200);
  const line = all.replace(/(\\[rn])+$/, '');
  return { steps, sent, text: line === '' ? all : line };
};

const linesIn = (sent: Uint8Array, newline: string): number =>
  newline === '' ? 1 : Math.max(1, toText(sent).split(newline).length - 1);

/** Whether this step is to be said after the reply of those before it. */
export const isDue = ({ when }: Exchange, before: Reply | undefined, guard: Guard = trusting): boolean =>
  when === undefined || (before !== undefined && guard('the condition of a step', () => before.text.search(when) >= 0));

/** An exchange of the definition, with the dialogue's own where it says nothing. */
export function talkOf(
  exchange: Exchange,
  dialogue: DialogueInfo,
  streaming: readonly string[],
  options: ExchangeOptions,
): Talk {
  const until = exchange.until ?? dialogue.until ?? untilPrompt;
  const own = until.kind === 'sample' ? [until.stream] : (options.yields ?? []);
  const what = said(toSteps(exchange.send, dialogue.newline));
  return {
    ...what,
    command: options.command,
    ending: endingOf(until, promptOf(dialogue)),
    ended: ENDED[until.kind],
    awaited: `${describeEnd(until, promptOf(dialogue))} after '${what.text}'`,
    silence: until.kind === 'silence' ? until.milliseconds : undefined,
    refusal: until.kind === 'bytes' && until.after > 0 ? 'alone' : 'at the end',
    wakeable: dialogue.woken !== undefined,
    lines: until.kind === 'prompt' ? linesIn(what.sent, dialogue.newline) : 1,
    foreign: (stream) => !own.includes(stream) && streaming.includes(stream),
    pace: options.pace ?? dialogue.pace,
    timeout: milliseconds(exchange.timeout ?? dialogue.timeout ?? DEFAULT_TIMEOUT),
    urgent: options.urgent ?? false,
    // A break on the line is no character that could come back.
    echo: !options.urgent && what.sent.length > 0,
    onLines: options.onReceived,
  };
}

/**
 * Ends a line that was typed only in part, so that the next is not added to it. One character more spoils it: it might mean
 * something without its rest.
 */
export const spoilTalk = (dialogue: DialogueInfo, streaming: readonly string[]): Talk => ({
  ...talkOf({ send: '~', until: silence(`${QUIET} ms`), timeout: '1 s' }, dialogue, streaming, {
    command: 'spoil line',
    urgent: true,
  }),
  refusal: 'never',
});

/** One try to wake the instrument: whatever shows it awake will do, also a refusal. And how many tries there are. */
export function wakeTalkOf(
  dialogue: DialogueInfo,
  streaming: readonly string[],
): { talk: Talk; tries: number } | undefined {
  const { wake, rejected, woken, newline } = dialogue;
  if (wake === undefined) return undefined;
  const answers = [wake.answer ?? promptOf(dialogue), rejected, woken]
    .filter((pattern) => pattern !== undefined)
    .map(promptEnding);
  const what = said(toSteps(wake.send, newline));
  const talk: Talk = {
    ...what,
    command: 'wake',
    ending: (reply, news) => (answers.some((answer) => answer(reply, news) !== undefined) ? 0 : undefined),
    ended: 'prompt',
    awaited: `${wake.answer ?? `the prompt ${promptOf(dialogue)}`} after '${what.text}'`,
    silence: undefined,
    refusal: 'never',
    wakeable: false,
    lines: 1,
    foreign: (stream) => streaming.includes(stream),
    pace: dialogue.pace === 'echo' ? undefined : dialogue.pace,
    timeout: milliseconds(wake.wait ?? DEFAULT_WAKE.wait),
    urgent: true,
    echo: false,
    onLines: undefined,
  };
  return { talk, tries: wake.tries ?? DEFAULT_WAKE.tries };
}
