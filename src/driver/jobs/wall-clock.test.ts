import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../kit/fake-clock.ts';
import { Jobs } from './jobs.ts';

/** As a machine's: time passes while it is read, and a timer may be up to a millisecond early. */
class BusyClock extends FakeClock {
  #read = 0n;
  override now() {
    this.#read += 70_000n;
    return super.now() + this.#read;
  }
  override after(ms: number, run: () => void) {
    return super.after(Math.floor(ms), run);
  }
}

test('what is due each minute is done each minute, once, however the timers fall about it', async () => {
  const clock = new BusyClock();
  const done: number[] = [];
  using jobs = new Jobs({
    clock,
    jobs: { poll: { runs: 'poll', cron: '* * * * *' } },
    parameter: () => null,
    hindrance: () => undefined,
    run: async () => void done.push(Number(clock.now() / 60_000_000_000n)),
    announce: () => {},
  });
  jobs.start();
  await clock.advance(300 * 60_000);
  const first = done[0] ?? 0;
  assert.ok(done.length >= 299);
  assert.deepEqual(
    done,
    done.map((_, i) => first + i),
  );
});
