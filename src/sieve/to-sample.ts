import type { Nanos } from '../kit/time.ts';
import type { LogSpan, Sample, SampleTimes } from '../model/sample.ts';
import type { Decoded } from './sieve.ts';

/** A found record as a sample of an instrument, and of one of its links where it has several. Its time is that of its arrival, or else the instrument's own, or else now. */
export function toSample(
  { stream, quality, values, port, device, log: span }: Decoded,
  { instrument, link, now }: { readonly instrument: string; readonly link?: string; readonly now: Nanos },
): Sample {
  const time = port ?? device ?? now;
  const times = timesOf(port, device, now);
  const log = logOf(span, link);
  // Written out, as all the objects here: names that are spread cost more than all of the decoding.
  return log === undefined
    ? { instrument, stream, time, times, quality, values }
    : { instrument, stream, time, times, quality, values, log };
}

function timesOf(port: Nanos | undefined, device: Nanos | undefined, driver: Nanos): SampleTimes {
  if (device === undefined) return port === undefined ? { driver } : { port, driver };
  return port === undefined ? { device, driver } : { port, device, driver };
}

const logOf = (span: LogSpan | undefined, link: string | undefined): LogSpan | undefined =>
  span && link ? { link, day: span.day, offset: span.offset, length: span.length } : span;
