import type { FoundCommand, FoundStream } from './findings.ts';
import { nameOf } from './recognise-parameters.ts';
import { linesIn, type Spoken } from './spoken.ts';
import { streamingIn, streamOf } from './streaming.ts';

const REFUSAL = /\?|\b(?:error|err|invalid|unknown|illegal|bad|syntax|nak)\b/i;
const LONGEST_REFUSAL = 80;

/** `INTERVAL=5`: a parameter is set. */
export const SETTING = /^([A-Za-z]\w*)( ?= ?| )-?[\d.]+$/;

/** A short answer that says that something was not understood. */
export const isRefusal = ({ sent, reply }: Spoken): boolean =>
  sent !== '' &&
  reply.length < LONGEST_REFUSAL &&
  linesIn(reply).length <= 1 &&
  REFUSAL.test(reply) &&
  !/\d/.test(reply);

/** Control characters are put into `send` by hand, as bytes. */
const isTypable = (text: string): boolean => /^[\x20-\x7e]+$/.test(text);

/** What was said that is a command, each once, with its first reply. */
export function commandsIn(spoken: readonly Spoken[], streams: readonly FoundStream[]): readonly FoundCommand[] {
  const { begins, ends } = streamingIn(spoken, streams);
  const taken = new Set<string>();
  const name = (wanted: string): string => {
    const plain = nameOf(wanted) || 'command';
    let free = plain;
    for (let i = 2; taken.has(free); i++) free = `${plain}_${i}`;
    taken.add(free);
    return free;
  };
  const commands = new Map<string, FoundCommand>();
  for (const one of spoken) {
    const { isAsked, sent, reply, prompted } = one;
    if (!isAsked || sent === '' || commands.has(sent) || isRefusal(one) || SETTING.test(sent) || !isTypable(sent))
      continue;
    if (sent === begins?.sent) {
      const answer = prompted ? reply : '';
      commands.set(sent, { name: name('start_autosample'), sent, reply: answer, prompted, to: 'autosample' });
    } else if (sent === ends?.sent) {
      const last = lastAnswer(one);
      commands.set(sent, {
        name: name('stop_autosample'),
        sent,
        reply: last,
        prompted,
        in: 'autosample',
        to: 'command',
      });
    } else {
      const [line, ...more] = linesIn(reply).filter((text) => text.trim() !== '');
      const yields = line !== undefined && more.length === 0 ? streamOf(line, streams)?.name : undefined;
      const known = yields === undefined ? name(sent) : name('acquire_sample');
      commands.set(sent, { name: known, sent, reply, prompted, ...(yields !== undefined && { yields }) });
    }
  }
  return [...commands.values()];
}

/** Samples that were on their way when it was told to stop are no part of its answer. */
const lastAnswer = ({ reply, prompted }: Spoken): string => (prompted && linesIn(reply).length <= 1 ? reply : '');
