import type { Alert } from '../../../../src/model/api/alert.ts';
import { rangeBetween, writeRange } from '../../state/range-words.ts';

const AROUND_MS = 15 * 60_000;

/** Where an alert's instrument is seen as it was when it began: its data where a value or a stream is the matter, else its events. */
export function momentOf({ instrument, kind, at }: Pick<Alert, 'instrument' | 'kind' | 'at'>): string {
  const moment = Date.parse(at);
  const range = writeRange(new URLSearchParams(), rangeBetween(moment - AROUND_MS, moment + AROUND_MS));
  const tab = kind === 'value' || kind === 'late_data' ? 'data' : 'events';
  return `/i/${instrument}/${tab}?${range}`;
}
