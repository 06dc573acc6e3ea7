import type { Nanos } from '../kit/time.ts';
import type { Sample } from '../model/sample.ts';
import type { Decoded } from './sieve.ts';

/** A found record as a sample of an instrument, and of one of its links where it has several. Its time is that of its arrival, or else the instrument's own, or else now. */
export function toSample(
  decoded: Decoded,
  from: { readonly instrument: string; readonly link?: string; readonly now: Nanos },
): Sample {
  const { stream, quality, values, port, device, log } = decoded;
  return {
    instrument: from.instrument,
    stream,
    time: port ?? device ?? from.now,
    times: { ...(port !== undefined && { port }), ...(device !== undefined && { device }), driver: from.now },
    quality,
    values,
    ...(log && { log: from.link ? { link: from.link, ...log } : log }),
  };
}
