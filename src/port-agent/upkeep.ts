import { Worker } from 'node:worker_threads';
import type { Clock, Timer } from '../kit/clock.ts';
import { describeError } from '../kit/errors.ts';
import type { Logger } from '../kit/logger.ts';
import { Mutex } from '../kit/mutex.ts';
import { isNothing, planUpkeep, type UpkeepNews, type UpkeepRules, type UpkeepTask } from '../packet/upkeep.ts';
import type { Recorder } from './recorder.ts';

export interface UpkeepOptions {
  readonly dir: string;
  readonly name: string;
  readonly rules: UpkeepRules;
  readonly recorder: Pick<Recorder, 'feed' | 'writer' | 'note'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What cannot be done at present with the days that are over. */
export interface UpkeepStatus {
  readonly state: 'ok' | 'failing';
  readonly error?: string;
}

export interface UpkeepKeeper {
  readonly status: UpkeepStatus;
  close(): Promise<void>;
}

const EVERY_MS = 3_600_000;
const AFTER_FAILURE_MS = 600_000;

/** The port agents of one process take turns: each turn has a thread. */
const turns = new Mutex();

/** Looks after the days of a log that are over: at the start, when a day is over, and every hour; sooner after a failure. */
export function keepLogUp({ dir, name, rules, recorder, clock, logger }: UpkeepOptions): UpkeepKeeper {
  const closing = new AbortController();
  let timer: Timer | undefined;
  let running: Promise<void> | undefined;
  let failures: readonly string[] = [];
  let open = recorder.feed.end.day;

  const turn = async (): Promise<void> => {
    timer?.cancel();
    const task: UpkeepTask = { dir, name, rules, open, now: clock.now() };
    const failed: string[] = [];
    const hear = (news: UpkeepNews): void => {
      if (news.type === 'failed') failed.push(news.reason);
      tell(news, failures);
    };
    try {
      if (!isNothing(await planUpkeep(task)))
        await turns.run(() => inThread(task, hear, closing.signal), closing.signal);
    } catch (error) {
      if (closing.signal.aborted) return;
      hear({ type: 'failed', day: open, reason: describeError(error) });
    }
    if (failures.length > 0 && failed.length === 0) {
      recorder.note('PORT_AGENT_STATUS', 'LOG_UPKEEP ok');
      logger.info({}, 'the days of the log that are over are in order again');
    }
    failures = failed;
    timer = clock.after(failed.length > 0 ? AFTER_FAILURE_MS : EVERY_MS, begin);
  };

  function tell(news: UpkeepNews, before: readonly string[]): void {
    const { type, day } = news;
    if (type === 'failed') {
      if (before.includes(news.reason)) return;
      recorder.note('PORT_AGENT_FAULT', `LOG_UPKEEP ${day}: ${news.reason}`);
      logger.warn({ day, error: news.reason }, 'the log cannot be looked after');
      return;
    }
    const what = type === 'compressed' ? `${news.bytes} bytes in ${news.stored}` : news.where;
    recorder.note('PORT_AGENT_STATUS', `LOG_${type.toUpperCase()} ${day} ${what}`);
    logger.info(news, `a day of the log is ${type}`);
  }

  function begin(): void {
    running ??= turn().finally(() => {
      running = undefined;
      if (!closing.signal.aborted && recorder.feed.end.day !== open) next();
    });
  }

  function next(): void {
    open = recorder.feed.end.day;
    begin();
  }

  const stopListening = recorder.writer.onWritten(() => {
    if (running === undefined && recorder.feed.end.day !== open) next();
  });
  begin();

  return {
    get status(): UpkeepStatus {
      return failures.length === 0 ? { state: 'ok' } : { state: 'failing', error: failures.join('; ') };
    },
    async close() {
      closing.abort();
      stopListening();
      await running;
      timer?.cancel();
    },
  };
}

const threadFile = (): URL =>
  new URL(import.meta.url.endsWith('.ts') ? './upkeep-thread.ts' : './upkeep-thread.js', import.meta.url);

/** Resolves when the turn is over; one that is broken off leaves the log whole. */
async function inThread(task: UpkeepTask, hear: (news: UpkeepNews) => void, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const thread = new Worker(threadFile(), { workerData: task });
  const end = (): void => void thread.terminate();
  signal.addEventListener('abort', end, { once: true });
  try {
    await new Promise<void>((resolve, reject) => {
      thread.on('message', hear);
      thread.once('error', reject);
      thread.once('exit', () => resolve());
    });
  } finally {
    signal.removeEventListener('abort', end);
  }
}
