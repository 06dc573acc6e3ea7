import { dayOf, MINUTE, type Nanos } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import { readLog } from '../packet/log-reader.ts';
import type { Position } from '../packet/position.ts';
import { openSamples } from '../store/read/stored-samples.ts';
import { type SamplesOfBytesOptions, samplesOfBytes } from './samples-of-bytes.ts';

const distance = (sample: Sample, time: Nanos): Nanos => (sample.time > time ? sample.time - time : time - sample.time);

/** Of samples the one whose time is nearest. */
export const nearestOf = (samples: readonly Sample[], time: Nanos): Sample | undefined =>
  samples.reduce<Sample | undefined>(
    (best, one) => (best === undefined || distance(one, time) < distance(best, time) ? one : best),
    undefined,
  );

/** The stored sample of a stream whose time is nearest; rejects with a `ParameterError` where there is no such stream. */
export async function nearestStored(
  data: string,
  instrument: string,
  stream: string,
  time: Nanos,
): Promise<Sample | undefined> {
  const stored = await openSamples(data);
  try {
    const found = [...(await stored.latest({ instrument, stream, to: time }))];
    for await (const batch of stored.samples({ instrument, stream, from: time, limit: 1 })) found.push(...batch);
    return nearestOf(found, time);
  } finally {
    stored[Symbol.dispose]();
  }
}

/** The sample of a stream whose time is nearest among those that a minute before and behind that time arrived, decoded from the log. */
export async function nearestDecoded(
  options: Omit<SamplesOfBytesOptions, 'from' | 'to'>,
  stream: string,
  time: Nanos,
): Promise<Sample | undefined> {
  let from: Position | undefined;
  let to: Position | undefined;
  const start = { day: dayOf(time - MINUTE), offset: 0 };
  for await (const batch of readLog(options.dir, { from: start, to: time + MINUTE })) {
    for (const { packet, position } of batch) {
      if (packet.time < time - MINUTE) continue;
      from ??= position;
      to = { day: position.day, offset: position.offset + packet.size };
    }
  }
  if (from === undefined || to === undefined) return undefined;
  const samples = await samplesOfBytes({ ...options, from, to });
  return nearestOf(
    samples.filter((sample) => sample.stream === stream),
    time,
  );
}
