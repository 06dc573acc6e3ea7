import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, every } from '../kit/clock.ts';
import { describeError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import { inScope } from '../kit/scope.ts';
import { dayOf } from '../kit/time.ts';
import { makeRollups } from '../store/buckets/make-rollups.ts';
import { openDuck } from '../store/duck.ts';
import { samplesFolder } from '../store/layout.ts';
import { interruptedBy } from '../store/read/interrupt.ts';
import { streamsIn } from '../store/stored-parts.ts';

/** First the instruments are attached to; then days that are over, or were changed, are looked for so often. In ms. */
const FIRST = 60_000;
const OFTEN = 3_600_000;
/** In bytes: a day at a time is summed up. */
const MEMORY = 64 * 1024 * 1024;

export interface RollupKeeperOptions {
  /** The instruments' folders, as they are now. */
  readonly folders: () => readonly string[];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Sums up the days that are over, beside what goes on. Without it queries say the same, later. */
export function keepRollups({ folders, clock, logger }: RollupKeeperOptions): AsyncDisposable {
  const stopping = new AbortController();
  const { signal } = stopping;
  /** What is wrong with a stream is said once. */
  const said = new Map<string, string>();
  let work: Promise<void> = Promise.resolve();

  const tell = (place: string, error: unknown): void => {
    const problem = describeError(error);
    if (signal.aborted || said.get(place) === problem) return;
    said.set(place, problem);
    logger.warn({ place, error: problem }, 'days are not summed up');
  };
  const look = (): void => {
    work = work
      .then(() => makeAll(folders(), dayOf(clock.now()), signal, tell))
      .catch((error: unknown) => tell('rollups', error));
  };
  const timers = [clock.after(FIRST, look), every(clock, OFTEN, look)];
  return {
    async [Symbol.asyncDispose]() {
      for (const timer of timers) timer.cancel();
      stopping.abort();
      await work;
    },
  };
}

/** Makes what is missing of all streams; one whose files are broken does not keep the others from theirs. */
const makeAll = (
  folders: readonly string[],
  today: string,
  signal: AbortSignal,
  tell: (place: string, error: unknown) => void,
): Promise<void> =>
  inScope(async (use) => {
    const streams = (
      await Promise.all(folders.map(async (own) => (await streamsIn(own)).map((name) => ({ own, name }))))
    ).flat();
    if (streams.length === 0 || signal.aborted) return;
    const duck = use(
      await openDuck({ memory: MEMORY, threads: 1, spill: join(tmpdir(), `sonde-rollups-${process.pid}`) }),
    );
    const connection = use(await duck.connect());
    use(interruptedBy(connection, signal));
    for (const { own, name } of streams) {
      if (signal.aborted) return;
      await makeRollups(connection, own, name, today, signal).catch((error: unknown) =>
        tell(samplesFolder(own, name), error),
      );
    }
  });
