import { toIso } from '../../kit/time.ts';
import { sourceOf, type Watcher, type WatchOptions } from './watcher.ts';

/** Bytes that are missing in a log, until somebody has taken note of it. */
export function watchGaps({ own, all, condition }: WatchOptions): Watcher | undefined {
  const setting = own.log_gap ?? all.log_gap;
  if (setting === false) return undefined;
  const subject = 'log';
  return {
    rules: () => [
      { kind: 'log_gap', subject, level: 'alarm', text: 'bytes are missing in it', from: sourceOf(setting) },
    ],
    event({ type, details, text, time }) {
      if (type !== 'log_gap') return;
      condition('log_gap', subject).holds(
        { level: 'alarm', text, at: toIso(time), value: details.bytes ?? null },
        true,
      );
    },
  };
}
