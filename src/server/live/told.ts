import { mapValues } from '../../kit/records.ts';
import { toIso } from '../../kit/time.ts';
import type { LiveData, LiveTopic } from '../../model/api/live.ts';
import type { Sample } from '../../model/sample.ts';
import { toJsonValue } from '../../model/sample-json.ts';
import { jsonText } from '../json-text.ts';

/** Something that is told live: once for all who hear it. */
export interface Told {
  readonly topic: LiveTopic;
  /** What it is of; nothing where it is of all of them. */
  readonly instrument: string | undefined;
  /** As it is sent: an event of a stream of server-sent events. */
  readonly text: string;
}

/** An event of such a stream (HTML Living Standard, 9.2); JSON has no line breaks. */
export const serverEvent = (id: string, event: string, data: object): string =>
  `id: ${id}\nevent: ${event}\ndata: ${jsonText(data)}\n\n`;

/** A sample without what does not change from one to the next. */
export const liveSample = ({ time, quality, values, flags, log }: Sample) => ({
  time: toIso(time),
  quality,
  values: mapValues(values, toJsonValue),
  ...(flags && { flags }),
  ...(log && { log: { ...log } }),
});

export type LiveSamples = LiveData<'samples'>;
