import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { endsWith, nothing, pattern, prompt, type ReplyEnd, sampleOf, silence } from '../../definition/reply.ts';
import { ConnectionError } from '../../kit/errors.ts';
import { scene } from './test-scene.ts';

const ENDS: readonly ReplyEnd[] = [
  prompt,
  nothing,
  silence('500 ms'),
  pattern(/done|\d{3}/),
  endsWith([6, 6], { after: 2 }),
  sampleOf('ctd'),
];

const piece = fc.oneof(
  fc.constantFrom('S>', '?cmd S>', '\r\n', 'ds\r\n', '#1.0,2.0,3.0\r\n', '\x06\x06', '\x15\x15', 'done', '\0'),
  fc.string({ maxLength: 8 }).map((text) => text.replace(/[^\x00-\xff]/g, '')),
);

type Step =
  | { readonly what: 'comes'; readonly text: string }
  | { readonly what: 'waits'; readonly ms: number }
  | { readonly what: 'asks'; readonly end: ReplyEnd; readonly abortable: boolean }
  | { readonly what: 'aborts' }
  | { readonly what: 'lost' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: piece.map((text): Step => ({ what: 'comes', text })) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 2000 }).map((ms): Step => ({ what: 'waits', ms })) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...ENDS), fc.boolean())
      .map(([end, abortable]): Step => ({ what: 'asks', end, abortable })),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ what: 'aborts' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ what: 'lost' }) },
);

const dialogues = fc.record({
  echo: fc.constantFrom('none' as const, 'remove' as const, 'verify' as const),
  pace: fc.constantFrom(undefined, '10 ms' as const, 'echo' as const),
  woken: fc.constantFrom(undefined, /(\x15\x15){2}$/),
  longestReply: fc.constantFrom(20, 1_000_000),
  wake: fc.constantFrom(undefined, { send: '', tries: 2, wait: '1 s' as const }),
});

test('whatever comes, and whatever is aborted or lost, every exchange ends by the clock and leaves nothing behind', async () => {
  await fc.assert(
    fc.asyncProperty(
      dialogues,
      fc.array(step, { maxLength: 30 }),
      async ({ longestReply, wake, pace, woken, echo }, steps) => {
        const { dialogue, clock, comes, records } = scene(
          { echo, ...(pace && { pace }), ...(woken && { woken }), ...(wake && { wake }) },
          undefined,
          { longestReply },
        );
        const exchanges: Promise<unknown>[] = [];
        let controller = new AbortController();
        for (const what of steps) {
          if (what.what === 'comes') comes(what.text);
          if (what.what === 'waits') await clock.advance(what.ms);
          if (what.what === 'lost') dialogue.lost(new ConnectionError('lost'));
          if (what.what === 'aborts') {
            controller.abort(new Error('aborted'));
            controller = new AbortController();
          }
          if (what.what === 'asks') {
            const signal = what.abortable ? controller.signal : undefined;
            const reply = dialogue.exchange({ send: 'ds', until: what.end }, { command: 'ask', signal });
            exchanges.push(Promise.allSettled([reply]));
          }
        }
        // Each may wake it, spoil a line, wait for a late reply, type and time out.
        let over = false;
        const all = Promise.all(exchanges).then(() => {
          over = true;
        });
        for (let i = 0; i < 40 * (exchanges.length + 1) && !over; i++) await clock.advance(1000);
        assert.ok(over, 'an exchange hangs');
        await all;
        assert.equal(clock.pending, 0);
        assert.ok(records.every(({ milliseconds }) => milliseconds >= 0 && milliseconds < 40_000));
      },
    ),
    { numRuns: 300 },
  );
});

test('a reply is the same however its bytes are cut, as long as no prompt stands inside', async () => {
  const line = fc.string({ minLength: 1, maxLength: 20 }).map((text) => text.replace(/[^ -~]|S>|#|\?cmd|ds/g, '.'));
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 10 }), fc.integer({ min: 1, max: 64 }), async (lines, size) => {
      const { dialogue, comes, sending } = scene({ echo: 'remove' });
      const text = lines.map((each) => `${each}\r\n`).join('');
      const reply = dialogue.exchange({ send: 'ds' }, { command: 'ask' });
      await sending(1);
      comes(`ds\r\n${text}S>`, size);
      assert.equal((await reply).text, text);
    }),
    { numRuns: 300 },
  );
});
