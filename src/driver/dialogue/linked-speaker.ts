import type { Exchange, Reply } from '../../definition/instrument.ts';
import { withEither } from '../../kit/abort.ts';
import { EMPTY } from '../../kit/bytes.ts';
import { ConnectionError, TimeoutError } from '../../kit/errors.ts';
import { Mutex } from '../../kit/mutex.ts';
import type { ExchangeOptions } from './options.ts';
import type { Speaker } from './speaker.ts';

const NOTHING: Reply = { text: '', bytes: EMPTY };

/** Speaks over several links, over each in a dialogue of its own. What belongs together is said in its order, over whichever links. */
export function linkedSpeaker(dialogues: ReadonlyMap<string, Speaker>): Speaker {
  const [first = ''] = dialogues.keys();
  const mutex = new Mutex();
  let connected = new AbortController();
  const at = (link = first): Speaker => {
    const dialogue = dialogues.get(link);
    if (dialogue === undefined) throw new RangeError(`there is no link '${link}'; there are: ${[...dialogues.keys()]}`);
    return dialogue;
  };

  /** Over one after the other: the reply that a step looks at may have come over another link. */
  async function across(steps: readonly Exchange[], options: ExchangeOptions): Promise<Reply> {
    const { retries: _, ...each } = options;
    const begun = new Set<Speaker>();
    let reply = NOTHING;
    for (const { when, ...step } of steps) {
      if (when !== undefined && reply.text.search(when) < 0) continue;
      const dialogue = at(step.link);
      // In the middle of the steps a waking would be taken for an answer.
      reply = await dialogue.exchange(step, begun.has(dialogue) ? { ...each, wakeFirst: false } : each);
      begun.add(dialogue);
    }
    return reply;
  }

  async function withRetries(steps: readonly Exchange[], options: ExchangeOptions): Promise<Reply> {
    for (let retries = options.retries ?? 0; ; retries--) {
      try {
        return await across(steps, options);
      } catch (error) {
        if (!(error instanceof TimeoutError) || options.signal?.aborted || retries <= 0) throw error;
      }
    }
  }

  function runSteps(steps: readonly Exchange[], options: ExchangeOptions): Promise<Reply> {
    const links = new Set(steps.map(({ link }) => at(link)));
    const [only] = links;
    const run = () => (links.size === 1 && only ? only.runSteps(steps, options) : withRetries(steps, options));
    const over = connected.signal;
    return withEither([options.signal, over], (signal) => mutex.run(run, signal));
  }

  return {
    exchange: (exchange, options) => runSteps([exchange], options),
    runSteps,
    received: (bytes, samples, link) => at(link).received(bytes, samples),
    lost(error) {
      connected.abort(error);
      connected = new AbortController();
      for (const dialogue of dialogues.values()) dialogue.lost(error);
    },
    close() {
      connected.abort(new ConnectionError('the dialogue with the instrument is closed'));
      for (const dialogue of dialogues.values()) dialogue.close();
    },
  };
}
